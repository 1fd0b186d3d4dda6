using System.Globalization;

namespace Atelier.Core.Catalogue.Reading;

internal sealed partial class MapReader
{
    private const NumberStyles PlainDecimal = NumberStyles.AllowDecimalPoint;

    /// <summary>A text that must be there and hold something.</summary>
    public string Text(string key) => Require(key) is { } entry ? AsText(key, entry.Value, entry.Line) : "";

    public string? OptionalText(string key) => Find(key) is { } entry ? AsText(key, entry.Value, entry.Line) : null;

    /// <summary>A list of texts without repetitions; an error when the key is missing, but the list may be empty.</summary>
    public IReadOnlyList<string> Texts(string key) => Require(key) is { } entry ? AsTexts(key, entry.Value) : [];

    public IReadOnlyList<string> OptionalTexts(string key) => Find(key) is { } entry ? AsTexts(key, entry.Value) : [];

    /// <summary>A list of texts, each checked; what is wrong with one is said in its own line.</summary>
    /// <param name="problem">What is wrong with a text; null when nothing is.</param>
    public IReadOnlyList<string> CheckedTexts(string key, Func<string, string?> problem, bool isRequired) =>
        (isRequired ? Require(key) : Find(key)) is { } entry ? AsTexts(key, entry.Value, problem) : [];

    /// <summary>A whole number that must be there.</summary>
    public int Integer(string key, int least, int most) => (int)Whole(key, Require(key), least, least, most);

    public int OptionalInteger(string key, int least, int most, int otherwise) =>
        (int)Whole(key, Find(key), otherwise, least, most);

    public int? OptionalInteger(string key, int least, int most) =>
        Find(key) is { } entry ? (int)Whole(key, entry, least, least, most) : null;

    public long? OptionalLong(string key, long least, long most) =>
        Find(key) is { } entry ? Whole(key, entry, least, least, most) : null;

    /// <summary>A decimal number that must be there, with at most so many decimals.</summary>
    public decimal Decimal(string key, decimal least, decimal most, int decimals) =>
        Fraction(key, Require(key), least, most, decimals);

    public decimal? OptionalDecimal(string key, decimal least, decimal most, int decimals) =>
        Find(key) is { } entry ? Fraction(key, entry, least, most, decimals) : null;

    /// <summary>Yes or no; no when it is missing.</summary>
    public bool Flag(string key)
    {
        if (Find(key) is not { } entry)
        {
            return false;
        }

        if (entry.Value is ScalarNode { IsPlain: true, Value: "true" or "false" } scalar)
        {
            return scalar.Value == "true";
        }

        Fail(key, $"must be true or false, not {entry.Value.Kind}.");
        return false;
    }

    /// <summary>A day that must be there, written <c>2026-11-20</c>.</summary>
    public DateOnly Date(string key) => Require(key) is { } entry ? AsDate(key, entry.Value) : default;

    public DateOnly? OptionalDate(string key) => Find(key) is { } entry ? AsDate(key, entry.Value) : null;

    /// <summary>One of an enum's members, written in snake_case.</summary>
    public T Choice<T>(string key)
        where T : struct, Enum =>
        Require(key) is { } entry ? AsMember<T>(key, AsText(key, entry.Value, entry.Line)) : default;

    public T? OptionalChoice<T>(string key)
        where T : struct, Enum =>
        Find(key) is { } entry ? AsMember<T>(key, AsText(key, entry.Value, entry.Line)) : null;

    /// <summary>A list of an enum's members without repetitions; it may be empty.</summary>
    public IReadOnlyList<T> Choices<T>(string key)
        where T : struct, Enum => [.. Texts(key).Select(word => AsMember<T>(key, word))];

    /// <summary>A pixel size that must be there, written <c>1792x1008</c>.</summary>
    public PixelSize Size(string key) => AsSize(key, Text(key));

    public IReadOnlyList<PixelSize> OptionalSizes(string key) =>
        [.. OptionalTexts(key).Select(text => AsSize(key, text)).Where(size => size != default)];

    private long Whole(string key, MapEntry? entry, long otherwise, long least, long most)
    {
        if (entry is null)
        {
            return otherwise;
        }

        if (
            entry.Value is ScalarNode { IsPlain: true } scalar
            && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
        )
        {
            return value;
        }

        Fail(key, $"must be a whole number from {least} to {most}, not {entry.Value.Kind}.");
        return otherwise;
    }

    private decimal Fraction(string key, MapEntry? entry, decimal least, decimal most, int decimals)
    {
        if (entry is null)
        {
            return least;
        }

        if (
            entry.Value is ScalarNode { IsPlain: true } scalar
            && decimal.TryParse(scalar.Value, PlainDecimal, CultureInfo.InvariantCulture, out var value)
            && value >= least
            && value <= most
            && decimal.Round(value, decimals) == value
        )
        {
            return value;
        }

        var range = FormattableString.Invariant($"from {least} to {most} with at most {decimals} decimals");
        Fail(key, $"must be a number {range}, not {entry.Value.Kind}.");
        return least;
    }

    private string AsText(string key, Node node, int line)
    {
        if (node is ScalarNode { IsNull: false } scalar && !string.IsNullOrWhiteSpace(scalar.Value))
        {
            return scalar.Value.Trim();
        }

        Fail(key, node.File, line, $"must be a text, not {node.Kind}.");
        return "";
    }

    private List<string> AsTexts(string key, Node node, Func<string, string?>? problem = null)
    {
        var texts = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (node is not ListNode list)
        {
            Fail(key, $"must be a list, not {node.Kind}.");
            return texts;
        }

        foreach (var item in list.Items)
        {
            var text = AsText(key, item, item.Line);
            if (text.Length > 0 && !seen.Add(text))
            {
                Fail(key, item.File, item.Line, $"holds \"{text}\" twice.");
            }
            else if (text.Length > 0 && problem?.Invoke(text) is { } wrong)
            {
                Fail(key, item.File, item.Line, wrong);
            }
            else if (text.Length > 0)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    private DateOnly AsDate(string key, Node node)
    {
        if (
            node is ScalarNode scalar
            && DateOnly.TryParseExact(
                scalar.Value,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            return day;
        }

        Fail(key, $"must be a day such as 2026-11-20, not {node.Kind}.");
        return default;
    }

    private T AsMember<T>(string key, string word)
        where T : struct, Enum
    {
        if (SnakeCase.TryParse<T>(word) is { } member)
        {
            return member;
        }

        if (word.Length > 0)
        {
            Fail(key, $"does not know \"{word}\"; {Wording.Allowed(word, SnakeCase.All<T>())}");
        }

        return default;
    }

    private PixelSize AsSize(string key, string text)
    {
        if (!PixelSize.TryParse(text, out var size) && text.Length > 0)
        {
            Fail(key, $"must be a size such as 1792x1008, not \"{text}\".");
        }

        return size;
    }
}
