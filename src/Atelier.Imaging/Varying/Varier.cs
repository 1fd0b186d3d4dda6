using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Varying;

/// <summary>
/// Another take on a photo, as a photographer could have had it a moment later: another frame, another light, other colours.
/// What it shows stays; the seed decides which, the strength how far.
/// </summary>
internal sealed class Varier
{
    private const float MostZoom = 0.34f;
    private const float MostTurn = 0.06f;

    private readonly float _zoom;
    private readonly float _turn;
    private readonly float _across;
    private readonly float _down;
    private readonly bool _mirrored;
    private readonly Grade _grade;

    /// <param name="strength">0 hardly differs, 1 as far as it goes.</param>
    public Varier(ulong seed, float strength)
    {
        var dice = new Rng(Rng.Mix(seed + 0x5EED));
        _zoom = 1f - (MostZoom * strength * dice.Range(0.25f, 1f));
        _turn = MostTurn * strength * dice.Range(-1f, 1f);
        _across = dice.Range(-1f, 1f);
        _down = dice.Range(-1f, 1f);
        // A mirror changes writing and faces, so only for those who want to go far.
        _mirrored = strength > 0.5f && dice.Chance(0.5f);
        _grade = new Grade(ref dice, strength);
    }

    /// <summary>A picture of the same size; alpha goes along.</summary>
    public PixelBuffer Apply(PixelBuffer photo, Rows rows)
    {
        var (width, height, bands) = (photo.Width, photo.Height, photo.Bands);
        var pixels = GC.AllocateUninitializedArray<byte>(photo.Pixels.Length);
        var (sine, cosine) = (MathF.Sin(_turn), MathF.Cos(_turn));
        // Turned, a smaller part of the photo fills the frame.
        var slant = MathF.Max((float)width / height, (float)height / width);
        var zoom = _zoom / (cosine + (MathF.Abs(sine) * slant));
        var (roomX, roomY) = ((1f - _zoom) * width / 2f, (1f - _zoom) * height / 2f);
        var (centreX, centreY) = ((width / 2f) + (_across * roomX), (height / 2f) + (_down * roomY));
        rows.Each(
            height,
            () => 0,
            (y, _) =>
            {
                for (var x = 0; x < width; x++)
                {
                    var right = (x + 0.5f - (width / 2f)) * zoom * (_mirrored ? -1f : 1f);
                    var below = (y + 0.5f - (height / 2f)) * zoom;
                    var fromX = centreX + (right * cosine) - (below * sine) - 0.5f;
                    var fromY = centreY + (right * sine) + (below * cosine) - 0.5f;
                    var to = pixels.AsSpan(((y * width) + x) * bands, bands);
                    Cubic.Sample(photo, fromX, fromY, to);
                    _grade.Apply(to, (x + 0.5f) / width, (y + 0.5f) / height);
                }
            }
        );
        return photo with { Pixels = pixels };
    }
}
