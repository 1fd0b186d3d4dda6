namespace Atelier.Emulators.Engine;

/// <summary>One part of a multipart body; <paramref name="Text"/> only where it is no file.</summary>
public sealed record ReceivedPart(
    string Name,
    string? FileName,
    string? ContentType,
    int Length,
    string Sha256,
    string? Text
);
