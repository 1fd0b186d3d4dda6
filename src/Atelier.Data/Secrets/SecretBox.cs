using System.Security.Cryptography;
using System.Text;

namespace Atelier.Data.Secrets;

/// <summary>
/// Encrypts secrets that we must be able to read again, such as those that webhooks are signed with. AES-GCM with a key of its own for
/// each purpose; what is sealed for one owner cannot be opened as another's.
/// </summary>
public sealed class SecretBox
{
    private const byte Version = 1;
    private const int KeyIdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + KeyIdBytes + NonceBytes + TagBytes;

    private readonly byte[] _key;
    private readonly byte[] _keyId;

    /// <param name="purpose">What the box is for; another purpose is another key.</param>
    public SecretBox(MasterSecret secret, string purpose)
    {
        _key = secret.Derive($"{purpose}/{secret.KeyId}");
        _keyId = Convert.FromHexString(secret.KeyId);
    }

    /// <summary>Version, key id, nonce, tag and what was encrypted, one after the other.</summary>
    /// <param name="owner">Whom it belongs to, such as the row's id.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, string owner)
    {
        var box = new byte[HeadBytes + plain.Length];
        box[0] = Version;
        _keyId.CopyTo(box, 1);
        var nonce = box.AsSpan(1 + KeyIdBytes, NonceBytes);
        var tag = box.AsSpan(1 + KeyIdBytes + NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(HeadBytes), tag, Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <summary>What was sealed for this owner.</summary>
    /// <exception cref="CryptographicException">It was altered, sealed for somebody else, or with another master secret.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, string owner)
    {
        if (box.Length < HeadBytes || box[0] != Version)
        {
            throw new CryptographicException("This is no sealed secret.");
        }

        if (!box[1..(1 + KeyIdBytes)].SequenceEqual(_keyId))
        {
            throw new CryptographicException("This was sealed with another master secret.");
        }

        var plain = new byte[box.Length - HeadBytes];
        var nonce = box.Slice(1 + KeyIdBytes, NonceBytes);
        var tag = box.Slice(1 + KeyIdBytes + NonceBytes, TagBytes);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(nonce, box[HeadBytes..], tag, plain, Encoding.UTF8.GetBytes(owner));
        return plain;
    }
}
