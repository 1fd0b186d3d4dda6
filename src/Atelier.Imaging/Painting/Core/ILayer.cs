using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>One thing of the picture, painted over what lies behind it. Rows are independent of each other.</summary>
internal interface ILayer
{
    void PaintRow(int y, Span<Vector3> row, Scratch scratch);
}
