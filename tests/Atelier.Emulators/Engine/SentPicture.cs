namespace Atelier.Emulators.Engine;

/// <summary>A picture that was sent, or would have been but for a fault on its way.</summary>
/// <param name="Part">0, 1, … the pictures of the job; grid; partial-0-1, … previews of a picture.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
public sealed record SentPicture(string Job, string Part, string Sha256, int Width, int Height);
