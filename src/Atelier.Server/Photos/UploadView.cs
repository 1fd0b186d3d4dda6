namespace Atelier.Server.Photos;

/// <summary>An upload and the session that it opened.</summary>
/// <param name="Success">Always true.</param>
/// <param name="SessionId">A UUID of version 4; it goes into POST /api/generate.</param>
/// <param name="FileUrl">The picture as it was kept, without a key, for an hour.</param>
/// <param name="FileName">As sent, without path and control characters.</param>
/// <param name="FileSize">Bytes, as sent.</param>
internal sealed record UploadView(
    bool Success,
    string SessionId,
    string FileUrl,
    string FileName,
    long FileSize,
    DateTimeOffset UploadedAt
);
