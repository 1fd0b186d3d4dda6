using System.Globalization;
using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.Replicate;

/// <summary>Reads members that may be missing, null, or of another type than promised.</summary>
internal static class ReplicateJson
{
    public static JsonElement? Member(this JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var member)
            ? member
            : null;

    /// <summary>A text that is not empty; null for anything else.</summary>
    public static string? Text(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } member && member.Told() is { Length: > 0 } text
            ? text
            : null;

    public static decimal? Number(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetDecimal(out var number)
            ? number
            : null;

    public static DateTimeOffset? Time(this JsonElement? element, string name) =>
        DateTimeOffset.TryParse(
            element.Text(name),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    /// <summary>The elements of a list; none for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
