using System.Text.Json;
using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.LegNext;

/// <summary>A mask: polygons on the image, or the URL of a black and white picture.</summary>
internal static class MaskCheck
{
    private const int LeastEdge = 500;
    private const int MostEdge = 4096;

    public static void Read(FieldCheck fields, bool required)
    {
        if (fields.Object("mask", required) is not { } mask)
        {
            return;
        }

        if (mask.Has("areas") == mask.Has("url"))
        {
            mask.Add("areas", "Give exactly one of areas and url.");
        }

        if (
            mask.Text("url", 1) is { } url
            && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https"))
        )
        {
            mask.Add("url", "mask.url must be a public http or https URL.");
        }

        var areas = mask.Items("areas", 1, int.MaxValue) ?? [];
        for (var i = 0; i < areas.Count; i++)
        {
            ReadArea(mask.Inside(areas[i], $"areas[{i}]"));
        }

        mask.Close();
    }

    private static void ReadArea(FieldCheck? area)
    {
        if (area is null)
        {
            return;
        }

        var width = area.Whole("width", LeastEdge, MostEdge, required: true) ?? MostEdge;
        var height = area.Whole("height", LeastEdge, MostEdge, required: true) ?? MostEdge;
        var items = area.Items("points", 6, int.MaxValue, required: true) ?? [];
        area.Close();
        var points = items
            .Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out var number) ? number : -1)
            .ToArray();
        if (points.Length % 2 != 0)
        {
            area.Add("points", "points are pairs: x, y, x, y, …");
        }
        else if (points.Where((value, i) => value < 0 || value > (i % 2 == 0 ? width : height)).Any())
        {
            area.Add("points", "Every point is a pair of numbers within width and height.");
        }
        else if (points.Length >= 6 && TwiceArea(points) <= 0)
        {
            area.Add("points", "The polygon goes clockwise and has an area.");
        }
    }

    // Positive where the polygon goes clockwise, with y pointing down.
    private static double TwiceArea(double[] points)
    {
        var sum = 0.0;
        for (var i = 0; i < points.Length; i += 2)
        {
            var next = (i + 2) % points.Length;
            sum += (points[i] * points[next + 1]) - (points[next] * points[i + 1]);
        }

        return sum;
    }
}
