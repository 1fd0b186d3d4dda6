using System.Globalization;
using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Reads members that may be missing, null, or of another type than promised.</summary>
internal static class JsonFields
{
    private const string Never = "0001-01-01";

    public static JsonElement? Member(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var member)
            ? member
            : null;

    /// <summary>A text that is not empty; null for anything else.</summary>
    public static string? Text(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member && member.Told() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>A number, be it written as one or in quotes; null for anything else.</summary>
    public static decimal? Number(this JsonElement? element, string name) =>
        element.Member(name) switch
        {
            { ValueKind: JsonValueKind.Number } member when member.TryGetDecimal(out var number) => number,
            { ValueKind: JsonValueKind.String } member
                when decimal.TryParse(
                    member.Told(),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var number
                ) => number,
            _ => null,
        };

    /// <summary>A time; null when it is unset, which is written as nothing or as the first of January of the year 1.</summary>
    public static DateTimeOffset? Time(this JsonElement? element, string name) =>
        element.Text(name) is { } text
        && !text.StartsWith(Never, StringComparison.Ordinal)
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    /// <summary>The elements of a list; none for anything else.</summary>
    public static IEnumerable<JsonElement?> Items(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(item => (JsonElement?)item)
            : [];
}
