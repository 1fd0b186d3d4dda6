using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>A picture of an answer: its bytes, or where they are; neither where it makes no sense.</summary>
internal sealed record CompatItem(byte[]? Bytes, string? Address)
{
    private static readonly string[] Lists = ["data", "images"];

    /// <summary>What is kept of an answer: wherever it may hold pictures, or name them.</summary>
    /// <param name="result">The list that the catalogue names; the other usual ones are looked at as well.</param>
    public static SieveRules Rules(string result) =>
        new() { Files = [result, .. Lists, "b64_json"], Addresses = ["url"] };

    /// <summary>The items of an answer, wherever it keeps them.</summary>
    public static IEnumerable<CompatItem> All(SievedAnswer answer, string result)
    {
        foreach (var name in Lists.Prepend(result))
        {
            if (
                answer.Json.ValueKind == JsonValueKind.Object
                && answer.Json.TryGetProperty(name, out var list)
                && list.ValueKind == JsonValueKind.Array
            )
            {
                return list.EnumerateArray().Select(item => Of(item, answer));
            }
        }

        return [];
    }

    private static CompatItem Of(JsonElement item, SievedAnswer answer)
    {
        var place = item.ValueKind != JsonValueKind.Object ? item : Member(item, "b64_json") ?? Member(item, "url");
        return new CompatItem(answer.FileAt(place), place?.Told());
    }

    private static JsonElement? Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? member
            : null;
}
