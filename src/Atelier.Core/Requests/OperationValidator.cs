using Atelier.Core.Catalogue;
using Atelier.Core.Errors;

namespace Atelier.Core.Requests;

/// <summary>Reads the operation of a draft and the fields that belong to it; fields of other operations are errors.</summary>
internal static class OperationValidator
{
    private const double DefaultStrength = 0.8;

    private static readonly string[] Kinds =
    [
        "create",
        "stylise",
        "inpaint",
        "outpaint",
        "variation",
        "upscale",
        "remove_background",
    ];

    public static ImageOperation? Validate(RequestDraft draft, CatalogueSnapshot catalogue, ErrorList errors)
    {
        var kind = draft.Operation ?? "create";
        if (!Kinds.Contains(kind))
        {
            errors.AddUnknown("operation", kind, Kinds);
            return null;
        }

        RefuseStrangeFields(kind, draft, errors);
        var prompt = ValidatePrompt(draft.Prompt, required: kind is "create" or "inpaint", errors);
        var negative = ValidateNegative(draft.NegativePrompt, errors);
        var style = ValidateStyle(draft.Style, catalogue, errors);
        var strength = draft.Strength ?? DefaultStrength;
        if (strength is < 0 or > 1 or double.NaN)
        {
            errors.Add("strength", "strength must be 0 to 1.");
        }

        var source = kind == "create" ? default : ValidateImage("image", draft.Image, errors);
        return kind switch
        {
            "create" => new Create(prompt ?? "", negative, style),
            "stylise" => new Stylise(source, prompt, style),
            "inpaint" => new Inpaint(source, ValidateImage("mask", draft.Mask, errors), prompt, strength),
            "outpaint" => ValidateOutpaint(source, draft.Extend, prompt, strength, errors),
            "variation" => new Variation(source, prompt, strength),
            "upscale" => new Upscale(source, draft.EnhanceDetails ?? false, draft.Denoise ?? false),
            _ => new RemoveBackground(source, draft.RefineMask ?? false, draft.PreserveShadow ?? false),
        };
    }

    private static Outpaint ValidateOutpaint(
        Guid source,
        OutpaintDraft? extend,
        string? prompt,
        double strength,
        ErrorList errors
    )
    {
        int[] edges = [extend?.Left ?? 0, extend?.Right ?? 0, extend?.Top ?? 0, extend?.Bottom ?? 0];
        if (edges.Any(edge => edge is < 0 or > RequestLimits.LongerSide) || edges.All(edge => edge == 0))
        {
            errors.Add("extend", $"extend needs left, right, top or bottom, 1 to {RequestLimits.LongerSide} pixels.");
        }

        return new Outpaint(source, edges[0], edges[1], edges[2], edges[3], prompt, strength);
    }

    private static void RefuseStrangeFields(string kind, RequestDraft draft, ErrorList errors)
    {
        Refuse("image", draft.Image is not null && kind == "create");
        Refuse("mask", draft.Mask is not null && kind != "inpaint");
        Refuse("strength", draft.Strength is not null && kind is not ("inpaint" or "outpaint" or "variation"));
        Refuse("extend", draft.Extend is not null && kind != "outpaint");
        Refuse("style", draft.Style is not null && kind is not ("create" or "stylise"));
        Refuse("negative_prompt", draft.NegativePrompt is not null && kind != "create");
        Refuse("enhance_details", draft.EnhanceDetails is not null && kind != "upscale");
        Refuse("denoise", draft.Denoise is not null && kind != "upscale");
        Refuse("refine_mask", draft.RefineMask is not null && kind != "remove_background");
        Refuse("preserve_shadow", draft.PreserveShadow is not null && kind != "remove_background");

        void Refuse(string field, bool strange)
        {
            if (strange)
            {
                errors.Add(field, $"{field} does not belong to operation {kind}.");
            }
        }
    }

    private static string? ValidatePrompt(string? prompt, bool required, ErrorList errors)
    {
        var text = prompt?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            if (required)
            {
                errors.Add(
                    "prompt",
                    "prompt is required: say in words what the picture shows.",
                    code: ErrorCode.InvalidPrompt
                );
            }

            return null;
        }

        CheckText("prompt", text, ErrorCode.InvalidPrompt, errors);
        return text;
    }

    private static string? ValidateNegative(string? negative, ErrorList errors)
    {
        var text = negative?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        CheckText("negative_prompt", text, ErrorCode.InvalidPrompt, errors);
        return text;
    }

    private static void CheckText(string field, string text, ErrorCode code, ErrorList errors)
    {
        if (text.Length > RequestLimits.PromptLength)
        {
            errors.Add(
                field,
                $"{field} has {text.Length} characters; {RequestLimits.PromptLength} are allowed.",
                code: code
            );
        }
        else if (text.Any(IsControl) || !IsWellFormed(text))
        {
            // PostgreSQL stores neither NUL nor half a pair as text, and other controls serve to hide words.
            errors.Add(
                field,
                $"{field} holds a control character or half a surrogate pair; send plain text.",
                code: code
            );
        }
    }

    private static bool IsControl(char sign) => char.IsControl(sign) && sign is not ('\t' or '\n' or '\r');

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string? ValidateStyle(string? name, CatalogueSnapshot catalogue, ErrorList errors)
    {
        if (name is null)
        {
            return null;
        }

        if (catalogue.FindStyle(name) is { } style)
        {
            return style.Id;
        }

        errors.AddUnknown("style", name, [.. catalogue.Styles.Select(known => known.Id)]);
        return null;
    }

    private static Guid ValidateImage(string field, string? id, ErrorList errors)
    {
        if (Guid.TryParse(id, out var image))
        {
            return image;
        }

        errors.Add(field, $"{field} must be the id of one of your images.");
        return default;
    }
}
