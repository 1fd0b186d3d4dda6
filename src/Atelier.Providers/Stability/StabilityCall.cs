using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Stability;

/// <summary>What goes on the wire but for the number of pictures; what is null is not sent.</summary>
/// <param name="Path">Where it is posted.</param>
internal sealed record StabilityCall(string Path)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string? Prompt { get; init; }

    public string? Negative { get; init; }

    /// <summary>The seed of the call for the first slot.</summary>
    public long? Seed { get; init; }

    /// <summary>The image that is changed.</summary>
    public Guid? Image { get; init; }

    /// <summary>The image that says where.</summary>
    public Guid? Mask { get; init; }

    /// <summary>Such as <c>1344x768</c>: what the first API makes; and the size to which an image is brought before it is sent.</summary>
    public string? Size { get; init; }

    /// <summary>Such as <c>16:9</c>, where the wire takes no pixels.</summary>
    public string? Ratio { get; init; }

    /// <summary>The variant, where a path has several.</summary>
    public string? Model { get; init; }

    /// <summary>0 to 1: how far the result may go from the image.</summary>
    public double? Strength { get; init; }

    /// <summary>0 to 1: how much is invented.</summary>
    public double? Creativity { get; init; }

    public decimal? Guidance { get; init; }

    /// <summary>Pixels to add around the image.</summary>
    public Margins? Margins { get; init; }

    /// <summary>Whether it goes to the first API, which has words and bodies of its own.</summary>
    [JsonIgnore]
    public bool IsFirst => Path.StartsWith("/v1/", StringComparison.Ordinal);

    /// <summary>Whether the call only makes a task, which is asked for.</summary>
    [JsonIgnore]
    public bool MakesTask => Path == StabilityPaths.Creative;

    [JsonIgnore]
    public PixelSize? Pixels => PixelSize.TryParse(Size, out var size) ? size : null;

    /// <summary>The seed of the call whose first slot this is: equal calls of one generation would give equal pictures.</summary>
    public long? SeedAt(int firstSlot)
    {
        if (Seed is not { } seed)
        {
            return null;
        }

        // 0 stands for any seed there.
        var own = (seed + firstSlot) % (RequestLimits.Seed + 1);
        return own == 0 ? RequestLimits.Seed : own;
    }

    /// <exception cref="JsonException">The call is not one of ours.</exception>
    public static StabilityCall Of(CompiledCall call) =>
        call.Parameters.Deserialize<StabilityCall>(Options) ?? throw new JsonException("null");

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Options);
}
