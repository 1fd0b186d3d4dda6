namespace Atelier.Core.Policy;

/// <summary>Finds what looks like data of a single person: mail addresses, phone, card, account and social security numbers.</summary>
internal static class PersonalData
{
    private const int LeastPhone = 9;
    private const int MostPhone = 15;
    private const int LeastCard = 13;
    private const int MostCard = 19;
    private const int LeastIban = 15;
    private const int MostIban = 34;

    public static bool IsIn(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '@' && IsMailAt(text, at))
            {
                return true;
            }

            if (IsBegin(text, at))
            {
                var end = EndOfNumber(text, at);
                if (IsNumberOfSomebody(text.AsSpan(at, end - at)) || IsIban(text, at))
                {
                    return true;
                }

                at = end > at ? end - 1 : at;
            }
        }

        return false;
    }

    private static bool IsMailAt(string text, int at)
    {
        if (at == 0 || !IsMailLetter(text[at - 1]))
        {
            return false;
        }

        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-'))
        {
            end++;
        }

        var host = text.AsSpan(at + 1, end - at - 1).TrimEnd('.');
        var dot = host.LastIndexOf('.');
        return dot > 0 && host.Length - dot > 2 && char.IsAsciiLetter(host[dot + 1]);
    }

    private static bool IsMailLetter(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '%' or '+' or '-';

    // A number, or the two letters of a country before one.
    private static bool IsBegin(string text, int at) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
        && (char.IsAsciiDigit(text[at]) || text[at] is '+' or '(' || IsCountry(text, at));

    private static bool IsCountry(string text, int at) =>
        at + 3 < text.Length
        && char.IsAsciiLetterUpper(text[at])
        && char.IsAsciiLetterUpper(text[at + 1])
        && char.IsAsciiDigit(text[at + 2])
        && char.IsAsciiDigit(text[at + 3]);

    private static int EndOfNumber(string text, int at)
    {
        var end = at;
        while (
            end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is ' ' or '-' or '.' or '(' or ')' or '+')
        )
        {
            end++;
        }

        return end;
    }

    private static bool IsNumberOfSomebody(ReadOnlySpan<char> number)
    {
        Span<char> digits = stackalloc char[MostCard];
        Span<int> groups = stackalloc int[8];
        var (count, group, inside) = (0, -1, false);
        foreach (var letter in number)
        {
            var isDigit = char.IsAsciiDigit(letter);
            if (isDigit && (count == MostCard || (!inside && group == groups.Length - 1)))
            {
                return false;
            }

            if (isDigit)
            {
                group += inside ? 0 : 1;
                groups[group]++;
                digits[count++] = letter;
            }

            inside = isDigit;
        }

        var parts = groups[..(group + 1)];
        return (number.StartsWith('+') && count is >= LeastPhone and <= MostPhone)
            || parts.SequenceEqual([3, 2, 4])
            || parts.SequenceEqual([3, 3, 4])
            || (count >= LeastCard && IsCard(digits[..count]));
    }

    // Luhn's check digit.
    private static bool IsCard(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit = i % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0 && digits.ContainsAnyExcept('0');
    }

    private static bool IsIban(string text, int at)
    {
        if (!IsCountry(text, at))
        {
            return false;
        }

        // The remainder is counted from behind the check digits, which come last with the country.
        var (remainder, count) = (0, 0);
        for (var i = at + 4; i < text.Length && count < MostIban; i++)
        {
            if (text[i] == ' ')
            {
                continue;
            }

            if (!char.IsAsciiDigit(text[i]) && !char.IsAsciiLetterUpper(text[i]))
            {
                break;
            }

            remainder = Append(remainder, text[i]);
            count++;
        }

        return count + 4 >= LeastIban && Closes(remainder, text.AsSpan(at, 4));
    }

    private static bool Closes(int remainder, ReadOnlySpan<char> head)
    {
        foreach (var letter in head)
        {
            remainder = Append(remainder, letter);
        }

        return remainder == 1;
    }

    private static int Append(int remainder, char letter) =>
        char.IsAsciiDigit(letter)
            ? ((remainder * 10) + (letter - '0')) % 97
            : ((remainder * 100) + (letter - 'A' + 10)) % 97;
}
