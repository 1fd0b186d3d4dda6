using System.Text;

namespace Atelier.Server.Metrics;

/// <summary>Turns the names of instruments and tags into Prometheus' own.</summary>
internal static class MetricName
{
    private const string Total = "_total";

    /// <summary>The exported name: words joined by underscores, the unit, and <c>_total</c> for counters.</summary>
    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Clean(instrument);
        if (kind == MetricKind.Counter && name.EndsWith(Total, StringComparison.Ordinal))
            name = name[..^Total.Length];
        if (UnitWord(unit) is { } word && !name.EndsWith('_' + word, StringComparison.Ordinal))
            name += '_' + word;
        return kind == MetricKind.Counter ? name + Total : name;
    }

    /// <summary>The exported name of a tag; <c>le</c> is kept free for the buckets.</summary>
    public static string OfLabel(string tag) => Clean(tag) is var name && name == "le" ? "le_" : name;

    private static string Clean(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        if (text.Length == 0 || char.IsAsciiDigit(text[0]))
            name.Append('_');
        foreach (var letter in text)
        {
            var isPlain = char.IsAsciiLetterOrDigit(letter);
            if (isPlain || name.Length == 0 || name[^1] != '_')
                name.Append(isPlain ? letter : '_');
        }
        return name.ToString();
    }

    // Units in braces only say what is counted, and unknown ones say nothing to a dashboard.
    private static string? UnitWord(string? unit) =>
        unit switch
        {
            "s" => "seconds",
            "ms" => "milliseconds",
            "By" => "bytes",
            "%" => "percent",
            _ => null,
        };
}
