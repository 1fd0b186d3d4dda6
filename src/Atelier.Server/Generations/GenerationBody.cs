using System.Text.Json;
using Atelier.Core.Requests;

namespace Atelier.Server.Generations;

/// <summary>What <c>POST /v1/generations</c> takes; only <c>prompt</c> is required to create a picture.</summary>
internal sealed class GenerationBody
{
    /// <summary>create (the default), stylise, inpaint, outpaint, variation, upscale or remove_background.</summary>
    public string? Operation { get; set; }

    /// <summary>What the picture shows; 1 to 4,000 characters.</summary>
    public string? Prompt { get; set; }

    /// <summary>What to avoid; at most 4,000 characters.</summary>
    public string? NegativePrompt { get; set; }

    /// <summary>Id of a style, such as illustration.</summary>
    public string? Style { get; set; }

    /// <summary>Id or alias of a model; auto, the default, lets the router choose.</summary>
    public string? Model { get; set; }

    /// <summary>standard (the default), premium or ultra: which models are worth using.</summary>
    public string? Tier { get; set; }

    /// <summary>Pictures, 1 to 10.</summary>
    public int? N { get; set; }

    /// <summary>auto or WIDTHxHEIGHT, 16 to 3840 by 2160 pixels, either way round.</summary>
    public string? Size { get; set; }

    /// <summary>16:9, 4:3, 1:1 (the default), 9:16, or custom with a grid; the quality decides the pixels.</summary>
    public string? AspectRatio { get; set; }

    /// <summary>Units across, 1 to 12, of the element that a custom picture fills.</summary>
    public int? GridWidth { get; set; }

    /// <summary>Units down, 1 to 8, of the element that a custom picture fills.</summary>
    public int? GridHeight { get; set; }

    /// <summary>cover (the default) crops what juts out where the eye misses it least; pad fills the rest and loses nothing.</summary>
    public string? Fit { get; set; }

    /// <summary>draft, standard (the default), high or ultra; sets the price.</summary>
    public string? Quality { get; set; }

    /// <summary>0 to 4294967294; the same seed gives the same picture where the model knows seeds.</summary>
    public long? Seed { get; set; }

    /// <summary>warm, cool, neutral or vibrant.</summary>
    public string? ColorScheme { get; set; }

    /// <summary>natural, studio, dramatic or soft.</summary>
    public string? Lighting { get; set; }

    /// <summary>Up to 10 colors such as navy blue or #1a2b3c; the first two go into the prompt.</summary>
    public List<string>? BrandColors { get; set; }

    /// <summary>How closely to follow the prompt, 1 to 20; the style decides by default.</summary>
    public decimal? GuidanceScale { get; set; }

    /// <summary>png (the default), jpeg or webp: the format of the original.</summary>
    public string? OutputFormat { get; set; }

    /// <summary>strict, declared (the default) or best_effort: how much may be lost.</summary>
    public string? Fallback { get; set; }

    /// <summary>interactive (the default), background or prefetch.</summary>
    public string? Priority { get; set; }

    /// <summary>Whether the prompt may stand in the files' metadata; false by default.</summary>
    public bool? PublishPrompt { get; set; }

    /// <summary>Dollars that all calls for it may cost the operator at most; no cap by default.</summary>
    public decimal? MaxCostUsd { get; set; }

    /// <summary>Id of the image to change.</summary>
    public string? Image { get; set; }

    /// <summary>Id of the image that says where to inpaint.</summary>
    public string? Mask { get; set; }

    /// <summary>0 to 1: how far an edit may go.</summary>
    public double? Strength { get; set; }

    /// <summary>Pixels to outpaint at each edge.</summary>
    public OutpaintDraft? Extend { get; set; }

    /// <summary>Whether upscaling may invent detail.</summary>
    public bool? EnhanceDetails { get; set; }

    /// <summary>Whether upscaling takes noise out.</summary>
    public bool? Denoise { get; set; }

    /// <summary>Whether the mask of a cut-out is refined.</summary>
    public bool? RefineMask { get; set; }

    /// <summary>Whether a cut-out keeps its shadow.</summary>
    public bool? PreserveShadow { get; set; }

    /// <summary>Options that only one provider has, by provider id: texts or numbers.</summary>
    public Dictionary<string, Dictionary<string, JsonElement>>? ProviderOptions { get; set; }

    /// <summary>An address that is told when it ends, signed with the secret of GET /v1/webhooks/secret.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>What it is told: generation.completed, generation.failed, generation.canceled or all, the default.</summary>
    public List<string>? WebhookEvents { get; set; }

    public RequestDraft ToDraft() =>
        new()
        {
            Operation = Operation,
            Prompt = Prompt,
            NegativePrompt = NegativePrompt,
            Style = Style,
            Model = Model,
            Tier = Tier,
            Count = N,
            Size = Size,
            AspectRatio = AspectRatio,
            GridWidth = GridWidth,
            GridHeight = GridHeight,
            Fit = Fit,
            Quality = Quality,
            Seed = Seed,
            ColorScheme = ColorScheme,
            Lighting = Lighting,
            BrandColors = BrandColors,
            GuidanceScale = GuidanceScale,
            OutputFormat = OutputFormat,
            Fallback = Fallback,
            Priority = Priority,
            PublishPrompt = PublishPrompt,
            MaxCostUsd = MaxCostUsd,
            Image = Image,
            Mask = Mask,
            Strength = Strength,
            Extend = Extend,
            EnhanceDetails = EnhanceDetails,
            Denoise = Denoise,
            RefineMask = RefineMask,
            PreserveShadow = PreserveShadow,
            ProviderOptions = ProviderOptions?.ToDictionary(
                pair => pair.Key,
                // JSON may say null where the types promise a value.
                pair => (IReadOnlyDictionary<string, string>)pair.Value?.ToDictionary(option => option.Key, TextOf)!
            ),
        };

    // The catalogue's ranges and words are checked later; here a number and its text are the same.
    private static string TextOf(KeyValuePair<string, JsonElement> option)
    {
        try
        {
            return option.Value.ValueKind == JsonValueKind.String
                ? option.Value.GetString()!
                : option.Value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: no option has such a value.
            return "\ufffd";
        }
    }
}
