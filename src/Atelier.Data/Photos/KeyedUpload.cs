namespace Atelier.Data.Photos;

/// <summary>An upload that came under an Idempotency-Key.</summary>
/// <param name="Fingerprint">SHA-256 of what was sent.</param>
public sealed record KeyedUpload(Guid SessionId, Guid ImageId, DateTimeOffset CreatedAt, byte[] Fingerprint);
