using System.Security.Cryptography;
using System.Text;

namespace Atelier.Engine.Webhooks;

/// <summary>The signature of Standard Webhooks: HMAC-SHA256 over id, timestamp and body.</summary>
internal static class WebhookSignature
{
    /// <summary>One signature for each secret, separated by spaces.</summary>
    /// <param name="timestamp">Unix seconds, as the header has them.</param>
    public static string Of(string id, string timestamp, byte[] body, IEnumerable<byte[]> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(
            ' ',
            secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)))
        );
    }
}
