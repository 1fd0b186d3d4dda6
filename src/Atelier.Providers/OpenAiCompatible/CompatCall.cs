using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atelier.Core.Catalogue;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>What goes on the wire but for the number of pictures and the pictures that are sent along.</summary>
/// <param name="Path">With its query.</param>
/// <param name="Fields">The fields of the body as they are.</param>
internal sealed record CompatCall(string Path, JsonObject Fields)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The field of the number of pictures; null where only one can be had.</summary>
    public string? CountField { get; init; }

    /// <summary>The field of the seed, which is another in each call of one generation; null without.</summary>
    public string? SeedField { get; init; }

    /// <summary>How the pictures go along.</summary>
    public WireEdit Edit { get; init; }

    public string? ImageField { get; init; }

    public WireAddress ImageAs { get; init; }

    /// <summary>The picture that is changed, and those whose look is wanted.</summary>
    public IReadOnlyList<Guid>? Images { get; init; }

    public Guid? Mask { get; init; }

    public WireMask MaskAs { get; init; }

    /// <summary>Pixels to add around the first picture; they are what is painted.</summary>
    public Margins? Margins { get; init; }

    public static CompatCall Read(CompiledCall call) => call.Parameters.Deserialize<CompatCall>(Options)!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Options);
}
