using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Atelier.Providers.Calls;
using Atelier.Providers.Pictures;

namespace Atelier.Providers.Automatic1111;

/// <summary>What goes on the wire but for the number of pictures and the pictures that are sent along.</summary>
/// <param name="Path">Such as <c>/sdapi/v1/txt2img</c>.</param>
internal sealed record SdapiCall(string Path, JsonObject Fields)
{
    public const string TextPath = "/sdapi/v1/txt2img";
    public const string ImagePath = "/sdapi/v1/img2img";
    public const string UpscalePath = "/sdapi/v1/extra-single-image";
    public const string CutPath = "/rembg";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Guid? Image { get; init; }

    public Guid? Mask { get; init; }

    /// <summary>Pixels to add around the picture; they are what is painted.</summary>
    public Margins? Margins { get; init; }

    public static SdapiCall Read(CompiledCall call) => call.Parameters.Deserialize<SdapiCall>(Options)!;

    public JsonElement Write() => JsonSerializer.SerializeToElement(this, Options);
}
