using Atelier.Core.Catalogue;
using Atelier.Core.Errors;

namespace Atelier.Core.Requests;

/// <summary>Settles the size in pixels and the quality that sets the price.</summary>
internal static class SizeValidator
{
    private const string Square = "1:1";

    // OpenAI's words for quality, and the seed's "hd", in ours.
    private static readonly Dictionary<string, Quality> Qualities = new(StringComparer.Ordinal)
    {
        ["draft"] = Quality.Draft,
        ["standard"] = Quality.Standard,
        ["high"] = Quality.High,
        ["ultra"] = Quality.Ultra,
        ["auto"] = Quality.Standard,
        ["low"] = Quality.Draft,
        ["medium"] = Quality.Standard,
        ["hd"] = Quality.High,
        ["xhigh"] = Quality.Ultra,
        ["max"] = Quality.Ultra,
    };

    public static (PixelSize? Size, Quality Quality) Validate(RequestDraft draft, SizeTable table, ErrorList errors)
    {
        var quality = ParseQuality(draft.Quality, errors);
        if (draft.Size is not null and not "auto")
        {
            RejectGrid(draft, errors);
            if (draft.AspectRatio is not null)
            {
                errors.Add("aspect_ratio", "Give size or aspect_ratio, not both.", code: ErrorCode.InvalidDimensions);
            }

            return ExplicitSize(draft.Size, quality, table, errors);
        }

        if (draft.AspectRatio == SizeTable.Custom)
        {
            return (OfGrid(draft, quality ?? Quality.Standard, errors), quality ?? Quality.Standard);
        }

        RejectGrid(draft, errors);
        if (draft.AspectRatio is null && draft.Operation is not (null or "create"))
        {
            return (null, quality ?? Quality.Standard);
        }

        var ratio = draft.AspectRatio ?? Square;
        if (table.Find(ratio, quality ?? Quality.Standard) is { } size)
        {
            return (size, quality ?? Quality.Standard);
        }

        errors.AddUnknown("aspect_ratio", ratio, [.. table.Ratios.Keys, SizeTable.Custom], ErrorCode.InvalidDimensions);
        return (null, Quality.Standard);
    }

    private static PixelSize? OfGrid(RequestDraft draft, Quality quality, ErrorList errors)
    {
        var (across, down) = (draft.GridWidth ?? 0, draft.GridHeight ?? 0);
        if (across is < 1 or > GridSize.Columns)
        {
            errors.Add(
                "grid_width",
                $"grid_width must be 1 to {GridSize.Columns} with aspect_ratio custom.",
                code: ErrorCode.InvalidDimensions
            );
        }

        if (down is < 1 or > GridSize.Rows)
        {
            errors.Add(
                "grid_height",
                $"grid_height must be 1 to {GridSize.Rows} with aspect_ratio custom.",
                code: ErrorCode.InvalidDimensions
            );
        }

        return across is < 1 or > GridSize.Columns || down is < 1 or > GridSize.Rows
            ? null
            : GridSize.Of(across, down, quality);
    }

    private static void RejectGrid(RequestDraft draft, ErrorList errors)
    {
        if ((draft.GridWidth ?? draft.GridHeight) is not null)
        {
            errors.Add(
                "aspect_ratio",
                "A grid goes with aspect_ratio custom alone.",
                code: ErrorCode.InvalidDimensions
            );
        }
    }

    private static Quality? ParseQuality(string? text, ErrorList errors)
    {
        if (text is null)
        {
            return null;
        }

        if (Qualities.TryGetValue(text, out var quality))
        {
            return quality;
        }

        errors.AddUnknown("quality", text, [.. Qualities.Keys], ErrorCode.InvalidDimensions);
        return null;
    }

    private static (PixelSize?, Quality) ExplicitSize(string text, Quality? asked, SizeTable table, ErrorList errors)
    {
        if (!PixelSize.TryParse(text, out var size) || !IsMade(size))
        {
            errors.Add(
                "size",
                $"size must be auto or WIDTHxHEIGHT, each side at least {RequestLimits.LeastSide} pixels, "
                    + $"at most {RequestLimits.LongerSide}x{RequestLimits.ShorterSide} or {RequestLimits.ShorterSide}x{RequestLimits.LongerSide}.",
                code: ErrorCode.InvalidDimensions
            );
            return (null, Quality.Standard);
        }

        // The price follows the pixels: a large size cannot be had at the price of a draft.
        var implied = table.QualityOf(size.Pixels);
        return (size, asked is { } quality && quality > implied ? quality : implied);
    }

    private static bool IsMade(PixelSize size) =>
        Math.Min(size.Width, size.Height) is >= RequestLimits.LeastSide and <= RequestLimits.ShorterSide
        && size.LongerSide <= RequestLimits.LongerSide;
}
