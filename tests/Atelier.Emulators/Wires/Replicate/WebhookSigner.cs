using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Signs callbacks as Svix does; the first of its signatures is of a secret that is no longer.</summary>
public static class WebhookSigner
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("emulated-replicate-webhooks!");

    /// <summary>As <c>GET /v1/webhooks/default/secret</c> tells it.</summary>
    public static string Secret { get; } = "whsec_" + Convert.ToBase64String(Key);

    /// <summary>The three headers of a callback.</summary>
    public static IReadOnlyDictionary<string, string> Sign(string id, byte[] body, DateTimeOffset now)
    {
        var message = $"msg_{id}";
        var stamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{message}.{stamp}."), .. body];
        var old = HMACSHA256.HashData(Encoding.ASCII.GetBytes("the one before"), signed);
        var own = HMACSHA256.HashData(Key, signed);
        return new Dictionary<string, string>
        {
            ["webhook-id"] = message,
            ["webhook-timestamp"] = stamp,
            ["webhook-signature"] = $"v1,{Convert.ToBase64String(old)} v1,{Convert.ToBase64String(own)}",
        };
    }
}
