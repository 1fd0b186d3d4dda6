using System.Globalization;
using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.Stability;

/// <summary>Looks into answers whose every member may be missing or of another kind.</summary>
internal static class StabilityJson
{
    public static string? Text(JsonElement? parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.Told() : null;

    /// <summary>A number, be it written as one or in quotes; null for anything else.</summary>
    public static decimal? Number(JsonElement? parent, string name) =>
        Member(parent, name) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetDecimal(out var number) => number,
            { ValueKind: JsonValueKind.String } value
                when decimal.TryParse(value.Told(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                number,
            _ => null,
        };

    public static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var member)
            ? member
            : null;
}
