using System.Text.Json;
using Atelier.Providers.Answers;

namespace Atelier.Providers.OpenAi;

/// <summary>Looks into answers whose every member may be missing or of another kind.</summary>
internal static class OpenAiJson
{
    public static JsonElement? Object(JsonElement? parent, string name) => Member(parent, name, JsonValueKind.Object);

    public static string? Text(JsonElement? parent, string name) => Member(parent, name, JsonValueKind.String)?.Told();

    public static long? Number(JsonElement? parent, string name) =>
        Member(parent, name, JsonValueKind.Number) is { } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The items of an array; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? parent, string name) =>
        Member(parent, name, JsonValueKind.Array) is { } array ? array.EnumerateArray() : [];

    private static JsonElement? Member(JsonElement? parent, string name, JsonValueKind kind) =>
        parent is { ValueKind: JsonValueKind.Object } value
        && value.TryGetProperty(name, out var member)
        && member.ValueKind == kind
            ? member
            : null;
}
