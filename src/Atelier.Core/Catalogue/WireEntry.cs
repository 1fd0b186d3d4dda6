namespace Atelier.Core.Catalogue;

/// <summary>How a server that (nearly) speaks OpenAI's wire wants to be spoken to. What is not said is as the preset says, else as at OpenAI.</summary>
public sealed record WireEntry
{
    /// <summary>Sets all other switches; those that are written out win.</summary>
    public WirePreset? Preset { get; init; }

    /// <summary>Behind the endpoint, with a slash at its start; <c>{model}</c> becomes the offer's model.</summary>
    public string? Path { get; init; }

    /// <summary>Likewise, of edits.</summary>
    public string? EditPath { get; init; }

    /// <summary>Where a check asks; <c>none</c> where nothing can be asked.</summary>
    public string? ModelsPath { get; init; }

    /// <summary>What stands behind the question mark, such as <c>api-version=2025-04-01-preview</c>.</summary>
    public string? Query { get; init; }

    /// <summary>The header that bears the key.</summary>
    public string? AuthHeader { get; init; }

    /// <summary>The word before the key; <c>none</c> for the key alone.</summary>
    public string? AuthPrefix { get; init; }

    /// <summary>Whether the offer's model is sent.</summary>
    public bool? SendsModel { get; init; }

    /// <summary>Whether <c>quality</c> is sent: low, medium or high.</summary>
    public bool? SendsQuality { get; init; }

    /// <summary>What <c>output_format</c> is set to; <c>none</c> leaves it out.</summary>
    public string? OutputFormat { get; init; }

    public WireSize? Size { get; init; }

    public WireFormat? ResponseFormat { get; init; }

    /// <summary>The field that says how many pictures are wanted; <c>none</c> where only one can be had.</summary>
    public string? CountField { get; init; }

    /// <summary>Pictures of a call at most, 1 to 10; offers that say more are cut to it.</summary>
    public int? MaxN { get; init; }

    /// <summary>What it takes beyond OpenAI's fields, and what they are called there. Null is what the preset says; empty is nothing.</summary>
    public IReadOnlyDictionary<WireExtra, string>? Extras { get; init; }

    public WireEdit? Edit { get; init; }

    /// <summary>The field of the pictures that are changed.</summary>
    public string? ImageField { get; init; }

    public WireAddress? ImageAs { get; init; }

    public WireMask? Mask { get; init; }

    /// <summary>The list of pictures in the answer, such as <c>data</c>.</summary>
    public string? Result { get; init; }

    /// <summary>Hosts besides the endpoint's that pictures may be fetched from.</summary>
    public IReadOnlyList<string>? FileHosts { get; init; }

    /// <summary>Marks that are taken out of prompts. Null is what the preset says.</summary>
    public IReadOnlyList<WireWords>? Guards { get; init; }

    /// <summary>This over what stands below it: what is said here wins.</summary>
    public WireEntry Over(WireEntry below) =>
        new()
        {
            Preset = Preset ?? below.Preset,
            Path = Path ?? below.Path,
            EditPath = EditPath ?? below.EditPath,
            ModelsPath = ModelsPath ?? below.ModelsPath,
            Query = Query ?? below.Query,
            AuthHeader = AuthHeader ?? below.AuthHeader,
            AuthPrefix = AuthPrefix ?? below.AuthPrefix,
            SendsModel = SendsModel ?? below.SendsModel,
            SendsQuality = SendsQuality ?? below.SendsQuality,
            OutputFormat = OutputFormat ?? below.OutputFormat,
            Size = Size ?? below.Size,
            ResponseFormat = ResponseFormat ?? below.ResponseFormat,
            CountField = CountField ?? below.CountField,
            MaxN = MaxN ?? below.MaxN,
            Extras = Extras ?? below.Extras,
            Edit = Edit ?? below.Edit,
            ImageField = ImageField ?? below.ImageField,
            ImageAs = ImageAs ?? below.ImageAs,
            Mask = Mask ?? below.Mask,
            Result = Result ?? below.Result,
            FileHosts = FileHosts ?? below.FileHosts,
            Guards = Guards ?? below.Guards,
        };
}
