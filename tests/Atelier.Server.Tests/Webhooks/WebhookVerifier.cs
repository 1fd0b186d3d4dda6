using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atelier.Server.Tests.Webhooks;

// The guide shows this class; a test compares them.
internal static class WebhookVerifier
{
    private const int ToleranceSeconds = 300;

    public static bool IsGenuine(string secret, IHeaderDictionary headers, byte[] body, TimeProvider time)
    {
        var (id, timestamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        if (
            !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var sent)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - sent) > ToleranceSeconds
        )
        {
            return false;
        }

        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var right = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        return headers["webhook-signature"]
            .ToString()
            .Split(' ')
            .Any(one => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), right));
    }
}
