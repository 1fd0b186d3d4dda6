using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Providers.Replicate.Callbacks;

/// <summary>Checks who sent a callback: Replicate signs id, time and body with the account's secret.</summary>
internal static class WebhookSignature
{
    private const string SecretStart = "whsec_";
    private const string Scheme = "v1,";
    private const int MostSignatures = 16;
    private const int MostIdLength = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The key in a secret such as <c>whsec_…</c>; null when it is none.</summary>
    public static byte[]? KeyOf(string? secret)
    {
        if (secret is null || !secret.StartsWith(SecretStart, StringComparison.Ordinal))
        {
            return null;
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[SecretStart.Length..], key, out var length) && length > 0
            ? key[..length]
            : null;
    }

    /// <summary>Whether one of the signatures is right and its time is within five minutes of now.</summary>
    public static bool IsRight(
        byte[] key,
        ReadOnlySpan<byte> body,
        IReadOnlyDictionary<string, string> headers,
        DateTimeOffset now
    )
    {
        if (
            !headers.TryGetValue("webhook-id", out var id)
            || !headers.TryGetValue("webhook-timestamp", out var stamp)
            || !headers.TryGetValue("webhook-signature", out var signatures)
            || id.Length is 0 or > MostIdLength
            || !IsRecent(stamp, now)
        )
        {
            return false;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{stamp}."), .. body];
        var ours = Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        var right = false;
        foreach (var one in signatures.Split(' ').Take(MostSignatures))
        {
            // All are looked at, each in constant time.
            right |=
                one.StartsWith(Scheme, StringComparison.Ordinal)
                && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one[Scheme.Length..]), ours);
        }

        return right;
    }

    private static bool IsRecent(string stamp, DateTimeOffset now) =>
        long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Patience.TotalSeconds;
}
