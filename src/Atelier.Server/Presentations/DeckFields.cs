using Atelier.Core.Errors;

namespace Atelier.Server.Presentations;

/// <summary>Fields of requests by their paths at these doors.</summary>
internal static class DeckFields
{
    private static readonly HashSet<string> Dimensions =
    [
        "config.aspectRatio",
        "config.quality",
        "constraints.gridWidth",
        "constraints.gridHeight",
        "targetQuality",
    ];

    private static readonly HashSet<string> Prompts =
    [
        "prompt",
        "edit.prompt",
        "options.negativePrompt",
        "options.modifiedPrompt",
    ];

    private static readonly Dictionary<string, string> Common = new()
    {
        ["style"] = "config.style",
        ["aspect_ratio"] = "config.aspectRatio",
        ["quality"] = "config.quality",
        ["size"] = "config.aspectRatio",
        ["grid_width"] = "constraints.gridWidth",
        ["grid_height"] = "constraints.gridHeight",
        ["color_scheme"] = "options.colorScheme",
        ["lighting"] = "options.lighting",
        ["brand_colors"] = "context.brandColors",
        ["references"] = "context.existingImages",
        ["negative_prompt"] = "options.negativePrompt",
        ["seed"] = "options.seed",
        ["guidance_scale"] = "options.guidanceScale",
        ["model"] = "options.provider",
        ["fallback"] = "options.fallback",
        ["priority"] = "options.priority",
        ["image"] = "imageId",
        ["mask"] = "edit.mask",
        ["strength"] = "edit.strength",
        ["extend"] = "edit.extend",
    };

    /// <summary>The code of a field that is wrong in itself (requirements C-06 and C-27).</summary>
    public static ErrorCode CodeOf(string path) =>
        Dimensions.Contains(path) ? ErrorCode.InvalidDimensions
        : Prompts.Contains(path) ? ErrorCode.InvalidPrompt
        : ErrorCode.InvalidRequest;

    /// <summary>The same error, its fields named by their paths here.</summary>
    /// <param name="prompt">The path of the prompt, which differs from door to door.</param>
    public static AtelierException Rename(AtelierException error, string prompt) =>
        error.Fields.Count == 0
            ? error
            : new AtelierException([.. error.Fields.Select(field => Rename(field, prompt))])
            {
                RetryAfterSeconds = error.RetryAfterSeconds,
                Limits = error.Limits,
                Details = error.Details,
            };

    private static FieldError Rename(FieldError error, string prompt)
    {
        var path = error.Field == "prompt" ? prompt : Common.GetValueOrDefault(error.Field, error.Field);
        if (error.Message.Contains(path, StringComparison.Ordinal))
        {
            return error with { Field = path };
        }

        // Whoever reads the text alone must know which field is meant.
        return error with
        {
            Field = path,
            Message = error.Message.StartsWith(error.Field, StringComparison.Ordinal)
                ? path + error.Message[error.Field.Length..]
                : $"{path}: {error.Message}",
        };
    }
}
