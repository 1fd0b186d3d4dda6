namespace Atelier.Data.Images;

/// <summary>One stored file of an image.</summary>
/// <param name="Name">Last part of its blob key, such as <c>thumb-256.webp</c>.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record ImageFile(string Name, string MediaType, int Width, int Height, long Bytes, string Sha256);
