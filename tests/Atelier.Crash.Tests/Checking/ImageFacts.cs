namespace Atelier.Crash.Tests.Checking;

/// <summary>An image as its row shows it.</summary>
/// <param name="FilesJson">By rendition: name, bytes, sha256.</param>
internal sealed record ImageFacts(Guid Id, Guid GenerationId, string Wire, bool Candidate, string FilesJson);
