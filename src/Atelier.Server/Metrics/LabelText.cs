using System.Globalization;

namespace Atelier.Server.Metrics;

/// <summary>Writes tags as labels.</summary>
internal static class LabelText
{
    /// <summary>
    /// The labels sorted by name, so that the same tags in another order are the same series. Empty values are left out,
    /// since to Prometheus they are no label; tags whose names become one are joined by a semicolon.
    /// </summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, tag) in tags)
        {
            if (Text(tag) is not { Length: > 0 } value)
                continue;
            var name = MetricName.OfLabel(key);
            labels[name] = labels.TryGetValue(name, out var other) ? $"{other};{value}" : value;
        }
        return string.Join(',', labels.Select(label => $"{label.Key}=\"{MetricText.EscapeLabel(label.Value)}\""));
    }

    private static string? Text(object? value) =>
        value switch
        {
            true => "true",
            false => "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
}
