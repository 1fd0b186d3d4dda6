using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.OpenAi;

/// <summary>What goes on the wire but for the number of pictures. Without an image it is a generation, with one an edit.</summary>
/// <param name="Size">Such as <c>1024x1024</c>.</param>
/// <param name="Quality">low, medium or high; never auto, which may cost many times as much.</param>
internal sealed record OpenAiCall(string Model, string Prompt, string Size, string Quality)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The image that is changed.</summary>
    public Guid? Image { get; init; }

    /// <summary>The image that says where.</summary>
    public Guid? Mask { get; init; }

    /// <summary>Images whose look the picture should have; null for none.</summary>
    public IReadOnlyList<Guid>? References { get; init; }

    /// <summary>Pixels to add around the image; they are what is painted.</summary>
    public Margins? Margins { get; init; }

    /// <summary>Pictures that are shown before the finished one, 1 to 3; null for none.</summary>
    public int? Partials { get; init; }

    [JsonIgnore]
    public string Path => HasImages ? "/v1/images/edits" : "/v1/images/generations";

    /// <summary>Whether pictures go along.</summary>
    [JsonIgnore]
    public bool HasImages => Image is not null || References is not null;

    /// <summary>The provider's id of the model; ours, which is mostly the same, once the words and all beside them are erased.</summary>
    public static string ModelOf(CompiledCall call) =>
        call.Parameters.ValueKind == JsonValueKind.Object ? Read(call.Parameters).Model : call.Model;

    public static OpenAiCall Read(JsonElement parameters) => parameters.Deserialize<OpenAiCall>(Options)!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Options);
}
