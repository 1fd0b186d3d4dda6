using System.Security.Cryptography;
using System.Text;

namespace Atelier.Data.Secrets;

/// <summary>The one secret of an installation. Everything signed or encrypted uses a key derived from it, one for each purpose.</summary>
public sealed class MasterSecret
{
    private const int KeyBytes = 32;

    private readonly byte[] _secret;

    private MasterSecret(byte[] secret)
    {
        _secret = secret;
        KeyId = Convert.ToHexStringLower(Derive("key id"))[..8];
    }

    /// <summary>Names the secret without telling it: 8 hex digits, part of every signature.</summary>
    public string KeyId { get; }

    /// <summary>A secret given as text, such as from <c>ATELIER_SECRET</c>.</summary>
    /// <exception cref="ArgumentException">Shorter than 32 characters.</exception>
    public static MasterSecret FromText(string text) =>
        text.Length >= KeyBytes
            ? new MasterSecret(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
            : throw new ArgumentException(
                "ATELIER_SECRET must have at least 32 characters; make one with: openssl rand -hex 32"
            );

    /// <summary>The secret in a file, made at the first start and readable by its owner only.</summary>
    public static MasterSecret FromFile(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        return FromText(File.ReadAllText(path).Trim());
    }

    /// <summary>32 bytes for one purpose; purposes never share a key.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeyBytes, info: Encoding.UTF8.GetBytes($"atelier/{purpose}"));
}
