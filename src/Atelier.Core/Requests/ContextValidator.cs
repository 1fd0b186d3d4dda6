namespace Atelier.Core.Requests;

/// <summary>Checks what colours a prompt, and how closely it is followed.</summary>
internal static class ContextValidator
{
    public static PromptContext Validate(RequestDraft draft, ErrorList errors)
    {
        var kind = draft.Operation ?? "create";
        var picture = kind is "create" or "stylise";
        var words = kind is not ("upscale" or "remove_background");
        var colors = Colors(draft.BrandColors, errors);
        var context = new PromptContext(
            Parse<ColorScheme>("color_scheme", draft.ColorScheme, errors),
            Parse<Lighting>("lighting", draft.Lighting, errors),
            colors
        )
        {
            Surroundings = draft.Surroundings,
        };
        if (draft.GuidanceScale is < RequestLimits.LeastGuidance or > RequestLimits.MostGuidance)
        {
            errors.Add(
                "guidance_scale",
                $"guidance_scale must be {RequestLimits.LeastGuidance} to {RequestLimits.MostGuidance}."
            );
        }

        Refuse("color_scheme", context.ColorScheme is not null && !picture);
        Refuse("lighting", context.Lighting is not null && !picture);
        Refuse("brand_colors", colors.Count > 0 && !picture);
        Refuse("guidance_scale", draft.GuidanceScale is not null && !words);
        return context.IsEmpty ? PromptContext.None : context;

        void Refuse(string field, bool strange)
        {
            if (strange)
            {
                errors.Add(field, $"{field} does not belong to operation {kind}.");
            }
        }
    }

    private static List<string> Colors(IReadOnlyList<string>? colors, ErrorList errors)
    {
        if (colors?.Count > RequestLimits.BrandColors)
        {
            errors.Add("brand_colors", $"brand_colors takes at most {RequestLimits.BrandColors} colors.");
            return [];
        }

        // JSON may say null where the types promise a value.
        var trimmed = colors?.Select(color => color?.Trim() ?? "").ToList() ?? [];
        var wrong = trimmed.FindIndex(color => !BrandColor.IsValid(color));
        if (wrong >= 0)
        {
            errors.Add(
                "brand_colors",
                $"brand_colors[{wrong}] must be {BrandColor.Forms}, at most {BrandColor.MostLength} characters."
            );
        }

        return trimmed;
    }

    private static T? Parse<T>(string field, string? text, ErrorList errors)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        if (SnakeCase.TryParse<T>(text) is { } value)
        {
            return value;
        }

        errors.AddUnknown(field, text, SnakeCase.All<T>());
        return null;
    }
}
