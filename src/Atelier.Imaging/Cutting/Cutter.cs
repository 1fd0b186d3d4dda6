using Atelier.Imaging.Enlarging;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Cutting;

/// <summary>Cuts subjects out of photos.</summary>
internal static class Cutter
{
    // Pixels of the longer side that masks are worked out at; larger photos get theirs by the edges they have.
    private const int WorkSide = 768;

    // Colours that differ by less than a hundredth are one surface.
    private const float Calm = 1e-4f;

    /// <summary>The photo in its size with alpha: 0 for the background.</summary>
    /// <param name="network">Null only where the method needs none.</param>
    /// <exception cref="NoSubjectException">The background is not plain, or nothing stands before it.</exception>
    public static PixelBuffer Cut(
        PixelBuffer photo,
        CutOptions options,
        SubjectNetwork? network,
        Rows rows,
        CancellationToken cancellationToken
    )
    {
        var small = Small(photo);
        Field[] colours = [Field.Of(small, 0), Field.Of(small, 1), Field.Of(small, 2)];
        var rough = Rough(small, colours, options.Method, network, rows, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // The plain method's mask is a staircase until it has followed the edges.
        var guided =
            options.Refine || options.Method == CutMethod.Plain
                ? new GuidedMask(colours, rough, Math.Max(2, WorkSide / 96), Calm, rows)
                : null;
        var mask = guided is null ? rough.Map(Settle) : Guided(guided, rough, colours, rows);
        var rims = new RimColours(colours, mask, WorkSide / 16, rows);
        var shadow = options.Shadow ? ShadowMask.Of(colours, mask) : null;
        return Compose(photo, guided is null ? mask : rough, guided, rims, shadow, rows);
    }

    private static PixelBuffer Small(PixelBuffer photo)
    {
        var longer = Math.Max(photo.Width, photo.Height);
        if (longer <= WorkSide)
            return photo;

        var width = Math.Max(1, photo.Width * WorkSide / longer);
        var height = Math.Max(1, photo.Height * WorkSide / longer);
        return VipsThread.Use(() =>
        {
            using var whole = VipsPicture.FromPixels(photo);
            using var small = whole.Shrink(width, height);
            return small.ToPixels();
        });
    }

    private static Field Rough(
        PixelBuffer small,
        Field[] colours,
        CutMethod method,
        SubjectNetwork? network,
        Rows rows,
        CancellationToken cancellationToken
    )
    {
        if (method == CutMethod.Plain)
            return BoxMean.Of(PlainMask.Of(colours) ?? throw new NoSubjectException(), 2, rows);

        var side = SubjectNetwork.Side;
        var seen = Lanczos.Scale(OnWhite(small, colours), side, side, rows);
        var answer = network!.Look(seen, cancellationToken);
        return new Field(side, side, answer).Scaled(small.Width, small.Height);
    }

    private static PixelBuffer OnWhite(PixelBuffer small, Field[] colours)
    {
        if (small.Bands == 3)
            return small;

        var pixels = new byte[small.Width * small.Height * 3];
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = (byte)((colours[at % 3].Values[at / 3] * 255f) + 0.5f);
        return new PixelBuffer(small.Width, small.Height, 3, pixels);
    }

    private static Field Guided(GuidedMask guided, Field rough, Field[] colours, Rows rows)
    {
        var (width, height) = (colours[0].Width, colours[0].Height);
        var mask = new Field(width, height);
        rows.Each(
            height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < width; x++)
                {
                    var at = (y * width) + x;
                    var fine = guided.At(
                        (x + 0.5f) / width,
                        (y + 0.5f) / height,
                        colours[0].Values[at],
                        colours[1].Values[at],
                        colours[2].Values[at]
                    );
                    mask.Values[at] = Settle(Sure(fine, rough.Values[at]));
                }
            }
        );
        return mask;
    }

    // Edges decide where the rough mask is in doubt; where it is sure, they only add holes and ghosts.
    private static float Sure(float fine, float rough)
    {
        var sure = Math.Clamp((Math.Abs(rough - 0.5f) - 0.4f) * 10f, 0f, 1f);
        return fine + (sure * ((rough > 0.5f ? 1f : 0f) - fine));
    }

    // What is nearly background is, and what is nearly subject too.
    private static float Settle(float value)
    {
        var at = Math.Clamp((value - 0.12f) / 0.76f, 0f, 1f);
        return at * at * (3f - (2f * at));
    }

    private static PixelBuffer Compose(
        PixelBuffer photo,
        Field mask,
        GuidedMask? guided,
        RimColours rims,
        Field? shadow,
        Rows rows
    )
    {
        var pixels = new byte[(long)photo.Width * photo.Height * 4];
        rows.Each(
            photo.Height,
            () => new float[3],
            (y, colour) =>
            {
                for (var x = 0; x < photo.Width; x++)
                {
                    var at = (y * photo.Width) + x;
                    var from = photo.Pixels.AsSpan(at * photo.Bands, photo.Bands);
                    var seen = photo.Bands == 4 ? from[3] / 255f : 1f;
                    for (var band = 0; band < 3; band++)
                        colour[band] = 1f + (((from[band] / 255f) - 1f) * seen);
                    var (across, down) = ((x + 0.5f) / photo.Width, (y + 0.5f) / photo.Height);
                    var share = guided is null
                        ? mask.At(across, down)
                        : Settle(Sure(guided.At(across, down, colour[0], colour[1], colour[2]), mask.At(across, down)));
                    Paint(pixels.AsSpan(at * 4, 4), from, share, seen, rims, shadow, across, down);
                }
            }
        );
        return new PixelBuffer(photo.Width, photo.Height, 4, pixels);
    }

    private static void Paint(
        Span<byte> to,
        ReadOnlySpan<byte> from,
        float share,
        float seen,
        RimColours rims,
        Field? shadow,
        float x,
        float y
    )
    {
        var dark = shadow is null || share >= 1f ? 0f : shadow.At(x, y) * (1f - share);
        var whole = share + dark;
        to[3] = (byte)((whole * seen * 255f) + 0.5f);
        if (to[3] == 0)
            return;

        for (var band = 0; band < 3; band++)
        {
            var own = share is > 0f and < 1f ? rims.Subject(band, x, y, from[band] / 255f, share) : from[band] / 255f;
            to[band] = (byte)((own * share / whole * 255f) + 0.5f);
        }
    }
}
