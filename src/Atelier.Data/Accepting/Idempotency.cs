namespace Atelier.Data.Accepting;

/// <summary>A caller's name for one request, kept 24 hours for its account.</summary>
/// <param name="Key">1 to 255 characters.</param>
/// <param name="Fingerprint">SHA-256 over the canonical body.</param>
public sealed record Idempotency(string Key, byte[] Fingerprint);
