using System.Security.Cryptography;

namespace Atelier.Data.Webhooks;

/// <summary>Secrets as Standard Webhooks writes them: <c>whsec_</c> and base64.</summary>
public static class WebhookSecret
{
    public const string Prefix = "whsec_";

    private const int Bytes = 32;

    /// <summary>A new one: 32 random bytes.</summary>
    public static byte[] Create() => RandomNumberGenerator.GetBytes(Bytes);

    /// <summary>As its owner gets it.</summary>
    public static string ToText(byte[] secret) => Prefix + Convert.ToBase64String(secret);
}
