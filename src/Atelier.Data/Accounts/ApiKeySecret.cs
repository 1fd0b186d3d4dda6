using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Atelier.Data.Accounts;

/// <summary>Keys, codes and session tokens: 256 random bits as text. Only their SHA-256 is stored.</summary>
public static class ApiKeySecret
{
    /// <summary>What every key begins with, so that scanners and people know one when they see it.</summary>
    public const string KeyPrefix = "atl_";

    /// <summary>A new secret: the prefix and 43 characters of base64url.</summary>
    public static string Create(string prefix = KeyPrefix) =>
        prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What tells a person which secret it was: its last four characters. The rest still has 234 random bits.</summary>
    public static string HintOf(string secret) => secret[^Math.Min(4, secret.Length)..];

    /// <summary>What is stored and looked up. A fast hash is right here: the secret itself cannot be guessed.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
