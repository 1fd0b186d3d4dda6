namespace Atelier.Server.Progress;

/// <summary>A provider that was asked.</summary>
/// <param name="Reason">What became of it, to be read behind its name.</param>
internal sealed record TriedProvider(string Provider, string Reason);
