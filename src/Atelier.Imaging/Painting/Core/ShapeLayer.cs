using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>Many polygons, the first farthest away.</summary>
internal sealed class ShapeLayer : ILayer
{
    private const int BucketRows = 16;

    private readonly List<Polygon>[] _buckets;

    public ShapeLayer(Frame frame, IEnumerable<Polygon> shapes)
    {
        _buckets = new List<Polygon>[(frame.Height / BucketRows) + 1];
        for (var i = 0; i < _buckets.Length; i++)
            _buckets[i] = [];
        foreach (var shape in shapes)
        {
            if (shape.Low < 0 || shape.Top >= frame.Height || shape.Right < 0 || shape.Left >= frame.Width)
                continue;
            var first = Math.Max(0, (int)shape.Top) / BucketRows;
            var last = Math.Min(frame.Height - 1, (int)shape.Low) / BucketRows;
            for (var i = first; i <= last; i++)
                _buckets[i].Add(shape);
        }
    }

    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        foreach (var shape in _buckets[y / BucketRows])
            shape.PaintRow(y, row, scratch);
    }
}
