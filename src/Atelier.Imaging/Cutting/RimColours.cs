using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Cutting;

/// <summary>
/// What the subject and the background look like by themselves around each place, so that the background's colour can be taken
/// out of pixels that show both.
/// </summary>
internal sealed class RimColours
{
    private readonly Field[] _subject = new Field[3];
    private readonly Field[] _behind = new Field[3];

    /// <param name="far">How far around a place to look, where nearer there is nothing.</param>
    public RimColours(Field[] colours, Field mask, int far, Rows rows)
    {
        var sure = mask.Map(value => Math.Clamp((value - 0.9f) * 10f, 0f, 1f));
        var none = mask.Map(value => Math.Clamp((0.1f - value) * 10f, 0f, 1f));
        Spread(colours, sure, far, _subject, rows);
        Spread(colours, none, far, _behind, rows);
    }

    /// <summary>The subject's own colour, 0 to 1, in a pixel that shows so much of it.</summary>
    public float Subject(int band, float x, float y, float colour, float share)
    {
        var subject = _subject[band].At(x, y);
        var behind = _behind[band].At(x, y);
        var rest = colour - (share * subject) - ((1f - share) * behind);
        return Math.Clamp(subject + (share * rest), 0f, 1f);
    }

    // Near colours where there are any, farther ones else.
    private static void Spread(Field[] colours, Field where, int far, Field[] to, Rows rows)
    {
        var near = Math.Max(1, far / 6);
        var (farWeights, nearWeights) = (BoxMean.Of(where, far, rows), BoxMean.Of(where, near, rows));
        for (var band = 0; band < 3; band++)
        {
            var weighted = new Field(where.Width, where.Height);
            for (var at = 0; at < weighted.Values.Length; at++)
                weighted.Values[at] = colours[band].Values[at] * where.Values[at];
            var spread = Settle(BoxMean.Of(weighted, far, rows), farWeights, 1e-4f, colours[band]);
            to[band] = Settle(BoxMean.Of(weighted, near, rows), nearWeights, 0.02f, spread);
        }
    }

    private static Field Settle(Field sums, Field weights, float little, Field otherwise)
    {
        for (var at = 0; at < sums.Values.Length; at++)
            sums.Values[at] = (sums.Values[at] + (little * otherwise.Values[at])) / (weights.Values[at] + little);
        return sums;
    }
}
