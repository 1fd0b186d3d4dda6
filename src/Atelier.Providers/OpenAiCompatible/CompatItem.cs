using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>A picture of an answer: its bytes, or else where they are; neither where it makes no sense.</summary>
internal sealed record CompatItem(byte[]? Bytes, string? Address)
{
    private static readonly string[] Lists = ["data", "images"];

    /// <summary>What is kept of an answer: wherever it may hold pictures, or name them.</summary>
    /// <param name="result">The list that the catalogue names; the other usual ones are looked at as well.</param>
    public static SieveRules Rules(string result) =>
        new() { Files = [result, .. Lists, "b64_json"], Addresses = ["url"] };

    /// <summary>The items of an answer, wherever it keeps them: some send a list that is empty beside the one that is not.</summary>
    public static IEnumerable<CompatItem> All(SievedAnswer answer, string result)
    {
        foreach (var name in Lists.Prepend(result))
        {
            if (
                answer.Json.ValueKind == JsonValueKind.Object
                && answer.Json.TryGetProperty(name, out var list)
                && list.ValueKind == JsonValueKind.Array
                && list.GetArrayLength() > 0
            )
            {
                return list.EnumerateArray().Select(item => Of(item, answer));
            }
        }

        return [];
    }

    private static CompatItem Of(JsonElement item, SievedAnswer answer)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return new CompatItem(answer.FileAt(item), TextOf(item));
        }

        var (inline, named) = (Member(item, "b64_json"), Member(item, "url"));
        var bytes = answer.FileAt(inline) ?? answer.FileAt(named);
        return new CompatItem(bytes, bytes is null ? TextOf(named) ?? AddressIn(inline) : null);
    }

    // Where bytes should be, anything else is rather half of them.
    private static string? AddressIn(JsonElement? inline) =>
        TextOf(inline) is { } text && text.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? text : null;

    // Gateways leave out nothing: what is not there is an empty text.
    private static string? TextOf(JsonElement? value) => value?.Told() is { Length: > 0 } text ? text : null;

    private static JsonElement? Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var member) ? member : null;
}
