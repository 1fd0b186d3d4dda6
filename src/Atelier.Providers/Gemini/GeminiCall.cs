using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Gemini;

/// <summary>What goes on the wire, but for the files.</summary>
/// <param name="Ratio">Such as <c>16:9</c>.</param>
/// <param name="Size">1K, 2K or 4K.</param>
internal sealed record GeminiCall(string Model, string Prompt, string Ratio, string Size)
{
    // The wire takes 32 bits with a sign.
    private const long SeedSpace = 1L + int.MaxValue;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The seed of the first slot.</summary>
    public long? Seed { get; init; }

    /// <summary>MINIMAL, MEDIUM or HIGH; null where the model does not take it.</summary>
    public string? Thinking { get; init; }

    /// <summary>The image that is changed, then those whose look a new one should have.</summary>
    public IReadOnlyList<Guid> Images { get; init; } = [];

    [JsonIgnore]
    public string Path => $"/v1beta/models/{Uri.EscapeDataString(Model)}:generateContent";

    /// <summary>The provider's id of the model; ours, which is mostly the same, once the words and all beside them are erased.</summary>
    public static string ModelOf(CompiledCall call) =>
        call.Parameters.ValueKind == JsonValueKind.Object ? Read(call.Parameters).Model : call.Model;

    public static GeminiCall Read(JsonElement parameters) => parameters.Deserialize<GeminiCall>(Options)!;

    /// <summary>The seed of the call whose first slot this is: equal calls of one generation might give equal pictures.</summary>
    public long? SeedAt(int firstSlot) => Seed is { } seed ? (seed + firstSlot) % SeedSpace : null;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Options);
}
