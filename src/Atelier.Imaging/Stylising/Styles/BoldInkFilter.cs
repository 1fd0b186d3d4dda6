using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising.Lines;
using Atelier.Imaging.Stylising.Smoothing;

namespace Atelier.Imaging.Stylising.Styles;

/// <summary>Loud colours in four flat steps of light, with outlines of a thick pen.</summary>
internal sealed class BoldInkFilter : IPhotoFilter
{
    private const int Smoothings = 3;

    private static readonly InkLines Pen = new()
    {
        Width = 1.9f,
        From = 2.4f,
        To = 6f,
        Least = 200f,
    };

    public Film Apply(Film photo, Rows rows)
    {
        var spare = new Film(photo.Width, photo.Height);
        for (var time = 0; time < Smoothings; time++)
            new Bilateral(photo.Reach(6f), 96).Apply(photo, spare, rows);
        var flow = new FlowField(photo, 8f, rows);
        var ink = Pen.Draw(photo, flow, rows);
        var flat = new Kuwahara(photo.Reach(3f)).Apply(photo, rows);
        Colours(Levels.Of(flat)).Apply(flat, rows);
        Pigment.Lay(flat, ink, 1f, (14, 10, 20), rows);
        return flat;
    }

    // Shadows keep their colour: black is for the pen.
    private static Tone Colours(Levels levels) =>
        new(light => Tone.Stepped(26f + (levels.Stretch(light) * 0.9f), 5, 0.16f), 2.2f);
}
