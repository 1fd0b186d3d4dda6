namespace Atelier.Emulators.Wires;

/// <summary>One part of a multipart body.</summary>
internal sealed record BodyPart(string Name, string? FileName, string? ContentType, byte[] Bytes);
