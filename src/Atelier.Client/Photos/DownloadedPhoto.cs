namespace Atelier.Client.Photos;

/// <summary>What was written to the caller's stream.</summary>
/// <param name="ContentType">Such as image/jpeg; null when the answer did not say.</param>
/// <param name="Length">Bytes.</param>
/// <param name="FileName">The name the service gives the file, without a path; null when it gives none.</param>
public sealed record DownloadedPhoto(string? ContentType, long Length, string? FileName);
