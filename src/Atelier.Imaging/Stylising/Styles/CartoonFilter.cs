using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Lines;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>Colours smoothed three times and set in soft steps, with thin outlines.</summary>
internal sealed class CartoonFilter : IPhotoFilter
{
    private const int Smoothings = 3;

    private static readonly InkLines Pen = new()
    {
        Width = 1.15f,
        From = 1.6f,
        To = 7f,
        Least = 90f,
    };

    private static readonly Tone Colours = new(
        light => (0.72f * Tone.Stepped(light, 8, 0.45f)) + (0.28f * light) + 6f,
        1.5f
    );

    public Film Apply(Film photo, Rows rows)
    {
        var spare = new Film(photo.Width, photo.Height);
        for (var time = 0; time < Smoothings; time++)
            new Bilateral(photo.Reach(time == Smoothings - 1 ? 3f : 6f), 80).Apply(photo, spare, rows);
        var ink = Pen.Draw(photo, new FlowField(photo, 6f, rows), rows);
        Colours.Apply(photo, rows);
        Pigment.Lay(photo, ink, 0.88f, (34, 26, 36), rows);
        return photo;
    }
}
