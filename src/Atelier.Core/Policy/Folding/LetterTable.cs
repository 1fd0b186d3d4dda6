using System.Globalization;
using System.Text;

namespace Atelier.Core.Policy.Folding;

/// <summary>
/// What each letter is read as: small, without marks, and plain Latin where it looks like that. The runtime has no culture data
/// (<c>InvariantGlobalization</c>) and so no Unicode normalisation; <c>letters.txt</c> stands in for it.
/// </summary>
internal static class LetterTable
{
    /// <summary>Nothing: marks on letters, and what has no width.</summary>
    public const char Dropped = '\0';

    /// <summary>Nothing as well, but it may have been put between words.</summary>
    public const char Seam = '\u0001';

    /// <summary>A picture or a sign, which may stand between words or for a vowel.</summary>
    public const char Picture = '~';

    /// <summary>Two letters; see <see cref="Pair"/>.</summary>
    public const char Two = '\uFFFF';

    /// <summary>Between words, as white space is.</summary>
    public const char Space = ' ';

    /// <summary>Between words, where nothing was left blank.</summary>
    public const char Mark = '-';

    /// <summary>Between words, where one thought ends: commas, full stops, brackets.</summary>
    public const char Break = ',';

    /// <summary>White space and an end of a thought.</summary>
    public const char Line = '\n';

    private static readonly Dictionary<int, string> Read = ReadLetters();
    private static readonly char[] Plane = BuildPlane();

    /// <summary>What a character of the first plane is read as.</summary>
    public static char Of(char letter) => Plane[letter];

    /// <summary>The two letters of a character that is read as <see cref="Two"/>.</summary>
    public static string Pair(char letter) => Read[letter];

    /// <summary>What a character above the first plane is read as; one letter, or nothing.</summary>
    public static char Of(Rune rune)
    {
        // Invisible doubles of ASCII, which some models read.
        if (rune.Value is >= 0xE0020 and <= 0xE007E)
        {
            return Plane[rune.Value - 0xE0000];
        }

        if (Read.TryGetValue(rune.Value, out var letters))
        {
            return letters[0];
        }

        var category = Rune.GetUnicodeCategory(rune);
        return IsSeam(category) ? Seam
            : IsMark(category) ? Dropped
            : IsPicture(category) ? Picture
            : Mark;
    }

    private static Dictionary<int, string> ReadLetters()
    {
        var assembly = typeof(LetterTable).Assembly;
        using var stream = assembly.GetManifestResourceStream("Atelier.Core.Policy.Folding.letters.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var letters = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var plain = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            foreach (var rune in line.AsSpan(plain.Length + 1).EnumerateRunes())
            {
                letters[rune.Value] = plain;
            }
        }

        return letters;
    }

    private static char[] BuildPlane()
    {
        var plane = new char[char.MaxValue + 1];
        for (var at = 0; at < plane.Length; at++)
        {
            var letter = (char)at;
            plane[at] = Read.TryGetValue(at, out var plain)
                ? plain.Length == 1
                    ? plain[0]
                    : Two
                : ReadAs(letter, char.GetUnicodeCategory(letter));
        }

        return plane;
    }

    private static char ReadAs(char letter, UnicodeCategory category) =>
        letter switch
        {
            '\'' or '’' or '‘' or 'ʼ' or '`' or '´' or '＇' => '\'',
            '"' or '“' or '”' or '„' or '«' or '»' or '＂' => '\'',
            ',' or ';' or ':' or '.' or '…' or '?' or '/' or '\\' or '(' or ')' or '[' or ']' or '{' or '}' => Break,
            '–' or '—' or '·' or '，' or '；' or '：' or '．' or '。' or '、' or '？' or '（' or '）' or '／' => Break,
            '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029' => Line,
            '@' or '＠' => '@',
            '$' or '＄' => '$',
            '!' or '！' => '!',
            '|' or '｜' => '|',
            '+' or '＋' => '+',
            '*' or '＊' or '•' or '●' => '*',
            // Letters to Unicode that show nothing.
            '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u17B4' or '\u17B5' => Seam,
            // The joiner of marks and the selectors of variants.
            '\u034F' or (>= '\uFE00' and <= '\uFE0F') => Seam,
            '#' or '%' or '&' => Picture,
            _ when char.IsWhiteSpace(letter) => Space,
            _ when IsSeam(category) => Seam,
            _ when IsMark(category) => Dropped,
            _ when IsPicture(category) => Picture,
            _ when char.IsLetterOrDigit(letter) => char.ToLowerInvariant(letter),
            _ => Mark,
        };

    private static bool IsSeam(UnicodeCategory category) =>
        category is UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool IsPicture(UnicodeCategory category) =>
        category
            is UnicodeCategory.OtherSymbol
                or UnicodeCategory.MathSymbol
                or UnicodeCategory.ModifierSymbol
                or UnicodeCategory.CurrencySymbol;

    private static bool IsMark(UnicodeCategory category) =>
        category
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;
}
