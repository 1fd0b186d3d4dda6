using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Stylising.Lines;

/// <summary>Draws out what is there along the flow of the shapes.</summary>
internal static class Strokes
{
    /// <summary>Each number becomes the mean along its line.</summary>
    public static float[] Draw(float[] plane, Film size, FlowField flow, int steps, float stride, Rows rows)
    {
        var made = GC.AllocateUninitializedArray<float>(plane.Length);
        rows.Each(
            size.Height,
            () => new int[(2 * steps) + 1],
            (y, places) =>
            {
                for (var x = 0; x < size.Width; x++)
                {
                    flow.Trace(x, y, stride, size.Width, size.Height, places);
                    var sum = 0f;
                    foreach (var place in places)
                        sum += plane[place];
                    made[(y * size.Width) + x] = sum / places.Length;
                }
            }
        );
        return made;
    }

    /// <summary>The same for colours, and for a plane that goes along with them.</summary>
    public static (Film Film, float[] Plane) Draw(
        Film film,
        float[] plane,
        FlowField flow,
        int steps,
        float stride,
        Rows rows
    )
    {
        var made = new Film(film.Width, film.Height);
        var drawn = GC.AllocateUninitializedArray<float>(plane.Length);
        rows.Each(
            film.Height,
            () => new int[(2 * steps) + 1],
            (y, places) =>
            {
                for (var x = 0; x < film.Width; x++)
                {
                    flow.Trace(x, y, stride, film.Width, film.Height, places);
                    int red = 0,
                        green = 0,
                        blue = 0;
                    var sum = 0f;
                    foreach (var place in places)
                    {
                        red += film.Red[place];
                        green += film.Green[place];
                        blue += film.Blue[place];
                        sum += plane[place];
                    }

                    var at = places[0];
                    made.Red[at] = (byte)((red + (places.Length / 2)) / places.Length);
                    made.Green[at] = (byte)((green + (places.Length / 2)) / places.Length);
                    made.Blue[at] = (byte)((blue + (places.Length / 2)) / places.Length);
                    drawn[at] = sum / places.Length;
                }
            }
        );
        return (made, drawn);
    }
}
