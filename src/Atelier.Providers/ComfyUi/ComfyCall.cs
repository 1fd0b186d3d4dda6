using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.ComfyUi;

/// <summary>A filled workflow, but for the files that are sent before it and what differs between calls.</summary>
internal sealed record ComfyCall(JsonObject Graph)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public long Seed { get; init; }

    /// <summary>Where the seed goes, which is another in each call of one generation.</summary>
    public IReadOnlyList<SlotPlace>? SeedAt { get; init; }

    /// <summary>Where the number of pictures goes.</summary>
    public IReadOnlyList<SlotPlace>? CountAt { get; init; }

    /// <summary>Where the name of the uploaded picture goes.</summary>
    public IReadOnlyList<SlotPlace>? ImageAt { get; init; }

    /// <summary>Likewise of the mask.</summary>
    public IReadOnlyList<SlotPlace>? MaskAt { get; init; }

    public Guid? Image { get; init; }

    public Guid? Mask { get; init; }

    /// <summary>Pixels to add around the picture.</summary>
    public Margins? Margins { get; init; }

    public static ComfyCall Read(CompiledCall call) => call.Parameters.Deserialize<ComfyCall>(Options)!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Options);

    /// <summary>Sets a value in the graph.</summary>
    public void Set(IReadOnlyList<SlotPlace>? places, JsonNode value)
    {
        foreach (var place in places ?? [])
        {
            Graph[place.Node]!["inputs"]![place.Input] = value.DeepClone();
        }
    }
}
