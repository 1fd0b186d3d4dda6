using System.Text.Json;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>A picture of an answer: its bytes, or where they are; neither where it makes no sense.</summary>
internal sealed record CompatItem(byte[]? Bytes, string? Address)
{
    private const string DataPrefix = "data:";

    /// <summary>The items of an answer, wherever it keeps them.</summary>
    /// <param name="result">The list that the catalogue names; the other usual ones are looked at as well.</param>
    public static IReadOnlyList<CompatItem> All(JsonElement answer, string result)
    {
        foreach (var name in (string[])[result, "data", "images"])
        {
            if (
                answer.ValueKind == JsonValueKind.Object
                && answer.TryGetProperty(name, out var list)
                && list.ValueKind == JsonValueKind.Array
            )
            {
                return [.. list.EnumerateArray().Select(Of)];
            }
        }

        return [];
    }

    private static CompatItem Of(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return OfText(item, mayBeBytes: true);
        }

        return Text(item, "b64_json") is { } inline ? OfText(inline, mayBeBytes: true)
            : Text(item, "url") is { } address ? OfText(address, mayBeBytes: false)
            : new CompatItem(null, null);
    }

    private static JsonElement? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(name, out var text)
        && text.ValueKind == JsonValueKind.String
            ? text
            : null;

    private static CompatItem OfText(JsonElement value, bool mayBeBytes)
    {
        if (mayBeBytes && value.TryGetBytesFromBase64(out var bytes) && bytes.Length > 0)
        {
            return new CompatItem(bytes, null);
        }

        var text = value.GetString()!;
        if (!text.StartsWith(DataPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return new CompatItem(null, text);
        }

        var packed = text.AsSpan(text.IndexOf(',', StringComparison.Ordinal) + 1);
        var buffer = new byte[(packed.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(packed, buffer, out var written) && written > 0
            ? new CompatItem(buffer[..written], null)
            : new CompatItem(null, null);
    }
}
