namespace Atelier.Core.Text;

/// <summary>Ids of photo sessions: UUIDs of version 4 in any case. That one is well formed proves nothing about who brings it.</summary>
public static class SessionId
{
    private const int Length = 36;

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
