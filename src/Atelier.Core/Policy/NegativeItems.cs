namespace Atelier.Core.Policy;

/// <summary>
/// Takes a negative prompt apart. Short items name what to avoid, such as "nude" or "blood", and that is welcome; a longer one
/// is prose, which no model needs there, and is read like a prompt.
/// </summary>
internal static class NegativeItems
{
    private const int MostWords = 3;

    private static readonly char[] Ends = [',', ';', '\n', '\r', '|', '，', '、', '；'];

    public static IEnumerable<NegativeItem> Of(string text) =>
        text.Split(Ends, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(item => new NegativeItem(item, IsLong(item)));

    // Whitespace alone does not bound a word: five words joined by dots are prose as well.
    private static bool IsLong(string item)
    {
        var words = 0;
        var inside = false;
        foreach (var letter in item)
        {
            var isPart = char.IsLetterOrDigit(letter);
            words += isPart && !inside ? 1 : 0;
            inside = isPart;
        }

        return words > MostWords;
    }
}
