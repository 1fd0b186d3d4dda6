using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Providers.Piapi;

/// <summary>
/// The words that PiAPI sends along with a callback, of each attempt its own: its id and what only we can make of it. Derived
/// from the key, so nothing is stored, and every node knows them.
/// </summary>
internal sealed class CallbackSecrets(byte[] key)
{
    private readonly byte[] _key = HMACSHA256.HashData(key, "callbacks of tasks"u8);

    public string Of(Guid attemptId) => $"{attemptId:N}.{Mark(attemptId)}";

    /// <summary>Whether this is the secret of some attempt of ours; compared in constant time.</summary>
    public bool IsOurs(string? secret) =>
        secret is { Length: > 33 }
        && Guid.TryParseExact(secret.AsSpan(0, 32), "N", out var attempt)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Of(attempt)));

    private string Mark(Guid attemptId) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, attemptId.ToByteArray()));
}
