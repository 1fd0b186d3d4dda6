namespace Atelier.Imaging.Tests.Provenance;

/// <summary>A chunk of PNG or WebP, or a segment of JPEG (its name is then the marker, such as <c>E1</c>).</summary>
internal sealed record FileChunk(string Name, byte[] Content);
