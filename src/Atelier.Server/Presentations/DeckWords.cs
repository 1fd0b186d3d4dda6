using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.States;

namespace Atelier.Server.Presentations;

/// <summary>The words of the presentation doors.</summary>
internal static class DeckWords
{
    public static readonly string[] Styles = ["realistic", "illustration", "abstract", "minimal", "photo"];

    public static readonly string[] Ratios = ["16:9", "4:3", "1:1", "9:16", SizeTable.Custom];

    public static readonly string[] Edits = ["inpaint", "outpaint", "variation"];

    public static readonly string[] CutFormats = ["png", "webp"];

    /// <summary>The names of models that an answer uses (requirement C-08).</summary>
    public static readonly string[] Aliases = ["dalle3", "sdxl", "midjourney"];

    public static readonly IReadOnlyList<string> Qualities = SnakeCase.All<Quality>();

    public static readonly IReadOnlyList<string> ColorSchemes = SnakeCase.All<ColorScheme>();

    public static readonly IReadOnlyList<string> Lightings = SnakeCase.All<Lighting>();

    /// <summary>What stands where a picture was made without a style of presentations (requirement C-71).</summary>
    public const string UsualStyle = "photo";

    /// <summary>What a generation can be (requirement C-66); review shows as queued, canceled as failed.</summary>
    public static readonly string[] Statuses =
    [
        "queued",
        "processing",
        "generating",
        "post_processing",
        "uploading",
        "complete",
        "failed",
    ];

    /// <summary>The status of a state.</summary>
    public static string StatusOf(GenerationState state) =>
        state switch
        {
            GenerationState.Review => GenerationState.Queued.ToWire(),
            GenerationState.Canceled => GenerationState.Failed.ToWire(),
            _ => state.ToWire(),
        };
}
