using System.Security.Cryptography;

namespace Atelier.Core.Text;

/// <summary>Ids of photo sessions: UUIDs of version 4 in any case. That one is well formed proves nothing about who brings it.</summary>
public static class SessionId
{
    private const int Length = 36;

    /// <summary>A new one: 122 random bits.</summary>
    public static Guid Create()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Whether the text is a UUID of version 4 and its variant (8, 9, a or b), written with dashes and nothing around it.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
        {
            return false;
        }

        for (var at = 0; at < Length; at++)
        {
            var isDash = at is 8 or 13 or 18 or 23;
            if (isDash ? text[at] != '-' : !char.IsAsciiHexDigit(text[at]))
            {
                return false;
            }
        }

        return text[14] == '4' && text[19] is '8' or '9' or 'a' or 'b' or 'A' or 'B';
    }
}
