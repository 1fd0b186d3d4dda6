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
        for (var band = 0; band < 3; band++)
        {
            _subject[band] = Spread(colours[band], sure, far, rows);
            _behind[band] = Spread(colours[band], none, far, rows);
        }
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
    private static Field Spread(Field colour, Field where, int far, Rows rows)
    {
        var spread = Mean(colour, where, far, 1e-4f, null, rows);
        return Mean(colour, where, Math.Max(1, far / 6), 0.02f, spread, rows);
    }

    private static Field Mean(Field colour, Field where, int half, float little, Field? otherwise, Rows rows)
    {
        var weighted = new Field(colour.Width, colour.Height);
        for (var at = 0; at < weighted.Values.Length; at++)
            weighted.Values[at] = colour.Values[at] * where.Values[at];
        var sums = BoxMean.Of(weighted, half, rows);
        var weights = BoxMean.Of(where, half, rows);
        for (var at = 0; at < sums.Values.Length; at++)
        {
            var rest = otherwise?.Values[at] ?? colour.Values[at];
            sums.Values[at] = (sums.Values[at] + (little * rest)) / (weights.Values[at] + little);
        }

        return sums;
    }
}
