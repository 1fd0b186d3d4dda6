using System.Globalization;
using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Core.Requests;

namespace Atelier.Engine.Renditions;

/// <summary>Turns what was written into a wish, or says everything that is wrong with it.</summary>
public sealed class WishReader(PresetBook presets)
{
    private static readonly Rendition[] Changeable = [Rendition.Original, Rendition.Optimized];

    /// <summary>The wish; what is wrong goes into <paramref name="errors"/>, and then the wish is not to be used.</summary>
    public RenditionWish Read(Rendition variant, WishDraft draft, WishFields fields, ErrorList errors)
    {
        if (draft.Preset is { } name)
        {
            if (presets.Find(name) is { } preset)
            {
                draft = draft.Or(preset);
            }
            else if (presets.Names.Count == 0)
            {
                errors.Add(fields.Preset, $"{fields.Preset} names nothing: no presets are set up here.");
            }
            else
            {
                errors.AddUnknown(fields.Preset, name, presets.Names);
            }
        }

        var wish = Read(variant, draft, fields, errors, out var said);
        if (said && !Changeable.Contains(variant))
        {
            errors.Add(
                fields.Variant,
                $"{variant.WireName()} is served as it is; only original and optimized take sizes and formats.",
                [.. Changeable.Select(known => known.WireName())]
            );
        }

        return wish;
    }

    internal static RenditionWish Read(
        Rendition variant,
        WishDraft draft,
        WishFields fields,
        ErrorList errors,
        out bool said
    )
    {
        said = (draft.Width ?? draft.Height ?? draft.Fit ?? draft.Format ?? draft.Quality ?? draft.Preset) is not null;
        var wish = new RenditionWish(variant)
        {
            Width = Number(fields.Width, draft.Width, RenditionWish.MostPixels, errors),
            Height = Number(fields.Height, draft.Height, RenditionWish.MostPixels, errors),
            Fit = Word<FitMode>(fields.Fit, draft.Fit, errors),
            Format = Word<WishedFormat>(fields.Format, draft.Format, errors),
            Quality = Number(fields.Quality, draft.Quality, 100, errors) is { } quality
                ? RenditionQuality.Snap(quality)
                : null,
        };
        if (wish.Fit is FitMode.Cover or FitMode.Pad && (draft.Width is null || draft.Height is null))
        {
            errors.Add(
                fields.Fit,
                $"{fields.Fit} {draft.Fit} needs {fields.Width} and {fields.Height}; with one of them the ratio is kept."
            );
        }

        return wish;
    }

    private static int? Number(string field, string? text, int most, ErrorList errors)
    {
        if (text is null)
        {
            return null;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && number <= most
        )
        {
            return number;
        }

        errors.Add(field, $"{field} must be a whole number from 1 to {most}.");
        return null;
    }

    private static T? Word<T>(string field, string? text, ErrorList errors)
        where T : struct, Enum
    {
        if (text is null)
        {
            return null;
        }

        var word = SnakeCase.TryParse<T>(text);
        if (word is null)
        {
            errors.AddUnknown(field, text, SnakeCase.All<T>());
        }

        return word;
    }
}
