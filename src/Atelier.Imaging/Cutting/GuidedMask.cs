using System.Runtime.CompilerServices;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Cutting;

/// <summary>
/// A mask that follows the edges of its picture: around each place it is a straight function of the three colours, fitted to a
/// rough mask. Such functions hold at every scale, so that a small mask serves a large picture.
/// </summary>
internal sealed class GuidedMask
{
    private readonly Field[] _slopes;
    private readonly Field _offset;

    /// <param name="guide">The three colours, 0 to 1, in the scale of the mask.</param>
    /// <param name="half">How far around each place it looks.</param>
    /// <param name="calm">Colours that differ by less than its root are one surface.</param>
    public GuidedMask(Field[] guide, Field mask, int half, float calm, Rows rows)
    {
        Field Mean(Field field) => BoxMean.Of(field, half, rows);
        var means = guide.Select(Mean).ToArray();
        var maskMean = Mean(mask);
        var joint = guide.Select(colour => Mean(Product(colour, mask))).ToArray();
        (int One, int Other)[] pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
        var spread = pairs.Select(pair => Mean(Product(guide[pair.One], guide[pair.Other]))).ToArray();
        var slopes = guide.Select(colour => new Field(colour.Width, colour.Height)).ToArray();
        var offset = new Field(mask.Width, mask.Height);
        rows.Each(
            mask.Height,
            () => new float[9],
            (y, known) =>
            {
                for (var at = y * mask.Width; at < (y + 1) * mask.Width; at++)
                {
                    for (var pair = 0; pair < pairs.Length; pair++)
                    {
                        var (one, other) = pairs[pair];
                        known[pair] =
                            spread[pair].Values[at]
                            - (means[one].Values[at] * means[other].Values[at])
                            + (one == other ? calm : 0f);
                    }

                    for (var band = 0; band < 3; band++)
                        known[6 + band] = joint[band].Values[at] - (means[band].Values[at] * maskMean.Values[at]);
                    var (red, green, blue) = Solve(known);
                    (slopes[0].Values[at], slopes[1].Values[at], slopes[2].Values[at]) = (red, green, blue);
                    offset.Values[at] =
                        maskMean.Values[at]
                        - (red * means[0].Values[at])
                        - (green * means[1].Values[at])
                        - (blue * means[2].Values[at]);
                }
            }
        );
        _slopes = [.. slopes.Select(Mean)];
        _offset = Mean(offset);
    }

    /// <summary>The mask at a place of the picture, for the colour that stands there; about 0 to 1.</summary>
    public float At(float x, float y, float red, float green, float blue) =>
        (_slopes[0].At(x, y) * red) + (_slopes[1].At(x, y) * green) + (_slopes[2].At(x, y) * blue) + _offset.At(x, y);

    private static Field Product(Field one, Field other)
    {
        var product = new Field(one.Width, one.Height);
        for (var at = 0; at < product.Values.Length; at++)
            product.Values[at] = one.Values[at] * other.Values[at];
        return product;
    }

    // Three unknowns by Cramer's rule; the calm on the diagonal keeps the determinant from 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float, float, float) Solve(float[] k)
    {
        double rr = k[0],
            rg = k[1],
            rb = k[2],
            gg = k[3],
            gb = k[4],
            bb = k[5];
        double a = (gg * bb) - (gb * gb),
            b = (rb * gb) - (rg * bb),
            c = (rg * gb) - (rb * gg);
        var whole = (rr * a) + (rg * b) + (rb * c);
        double e = (rr * bb) - (rb * rb),
            f = (rg * rb) - (rr * gb),
            i = (rr * gg) - (rg * rg);
        return (
            (float)(((a * k[6]) + (b * k[7]) + (c * k[8])) / whole),
            (float)(((b * k[6]) + (e * k[7]) + (f * k[8])) / whole),
            (float)(((c * k[6]) + (f * k[7]) + (i * k[8])) / whole)
        );
    }
}
