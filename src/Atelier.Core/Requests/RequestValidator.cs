using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Images;

namespace Atelier.Core.Requests;

/// <summary>Turns a draft into a request, or says everything that is wrong with it at once.</summary>
public static class RequestValidator
{
    /// <summary>The request, with size and quality settled.</summary>
    /// <param name="errors">What the door found already; errors of fields that it could not read are not doubled.</param>
    /// <exception cref="AtelierException">One entry for each wrong field.</exception>
    public static ImageRequest Validate(RequestDraft draft, CatalogueSnapshot catalogue, ErrorList errors)
    {
        var operation = OperationValidator.Validate(draft, catalogue, errors);
        var count = draft.Count ?? 1;
        if (count is < 1 or > RequestLimits.Count)
        {
            errors.Add("n", $"n must be 1 to {RequestLimits.Count}.");
        }

        if (draft.Seed is < 0 or > RequestLimits.Seed)
        {
            errors.Add("seed", $"seed must be 0 to {RequestLimits.Seed}.");
        }

        if (draft.MaxCostUsd is <= 0 or > RequestLimits.MaxCostUsd)
        {
            errors.Add("max_cost_usd", $"max_cost_usd must be above 0 and at most {RequestLimits.MaxCostUsd}.");
        }

        var model = ValidateModel(draft.Model, catalogue, errors);
        var tier = draft.Tier is null ? (QualityTier?)null : Parse(draft.Tier, "tier", QualityTier.Standard, errors);
        var (size, quality) = SizeValidator.Validate(draft, catalogue.Sizes, errors);
        var fit = Parse(draft.Fit, "fit", FitMode.Cover, errors, [FitMode.Cover, FitMode.Pad]);
        var format = Parse(draft.OutputFormat, "output_format", ImageFormat.Png, errors);
        if (operation is RemoveBackground && format == ImageFormat.Jpeg)
        {
            errors.Add("output_format", "output_format must be png or webp here: JPEG has no transparency.");
        }

        var fallback = Parse(draft.Fallback, "fallback", FallbackRule.Declared, errors);
        var priority = Parse(draft.Priority, "priority", JobClass.Interactive, errors);
        var context = ContextValidator.Validate(draft, errors);
        var options = ProviderOptionsValidator.Validate(draft.ProviderOptions, catalogue, errors);
        errors.ThrowIfAny();
        return new ImageRequest
        {
            Operation = operation!,
            Count = count,
            Model = model,
            Tier = tier,
            Size = size,
            Fit = fit,
            Quality = quality,
            Seed = draft.Seed,
            Context = context,
            GuidanceScale = draft.GuidanceScale,
            Format = format,
            Fallback = fallback,
            Class = priority,
            PublishPrompt = draft.PublishPrompt ?? false,
            MaxCostUsd = draft.MaxCostUsd,
            ProviderOptions = options,
        };
    }

    private static string? ValidateModel(string? name, CatalogueSnapshot catalogue, ErrorList errors)
    {
        if (name is null or "auto")
        {
            return null;
        }

        if (catalogue.FindModel(name) is { } model)
        {
            return model.Id;
        }

        errors.AddUnknown(
            "model",
            name,
            [.. catalogue.Models.Select(known => known.Id), "auto"],
            ErrorCode.ModelNotFound
        );
        return null;
    }

    private static T Parse<T>(string? text, string field, T fallback, ErrorList errors)
        where T : struct, Enum => Parse(text, field, fallback, errors, Enum.GetValues<T>());

    private static T Parse<T>(string? text, string field, T fallback, ErrorList errors, IReadOnlyList<T> allowed)
        where T : struct, Enum
    {
        if (text is null)
        {
            return fallback;
        }

        if (SnakeCase.TryParse<T>(text) is { } value && allowed.Contains(value))
        {
            return value;
        }

        errors.AddUnknown(field, text, [.. allowed.Select(word => SnakeCase.Of(word))]);
        return fallback;
    }
}
