using System.Numerics;
using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>Towers with rows of windows, the first farthest away.</summary>
internal sealed class SkylineLayer(IReadOnlyList<SkylineLayer.Tower> towers, float foot, Vector3 window) : ILayer
{
    public void PaintRow(int y, Span<Vector3> row, Scratch scratch)
    {
        if (y > foot)
            return;
        foreach (var tower in towers)
        {
            var rise = Curve.Unit(y + 1 - tower.Top);
            if (rise > 0f)
                PaintTower(tower, rise, y, row);
        }
    }

    private void PaintTower(Tower tower, float rise, int y, Span<Vector3> row)
    {
        var down = Curve.Unit((y - tower.Top) / MathF.Max(1f, foot - tower.Top));
        var wall = Colour.Mix(tower.High, tower.Low, down);
        var storey = (y + 0.5f - tower.Top) / tower.Cell;
        var floor = (int)storey;
        var lintel = tower.Cell < 2.5f ? 0.5f : Pane(storey - floor, tower.Cell);
        if (floor < 1)
            lintel = 0f;
        var first = Math.Max(0, (int)tower.Left);
        var last = Math.Min(row.Length - 1, (int)tower.Right);
        for (var x = first; x <= last; x++)
        {
            var cover = Curve.Unit(x + 1 - tower.Left) * Curve.Unit(tower.Right - x) * rise;
            var along = (x + 0.5f - tower.Left) / tower.Cell;
            var column = (int)along;
            var face = along * tower.Cell > (tower.Right - tower.Left) * 0.68f ? wall * 0.82f : wall;
            var hash = Rng.Hash(tower.Seed, column, floor);
            if ((hash & 255) < tower.Lit * 255f && lintel > 0f)
            {
                var glow = (tower.Cell < 2.5f ? 0.5f : Pane(along - column, tower.Cell)) * lintel;
                var warm = window * (0.75f + (0.4f * ((hash >> 8) & 255) / 255f));
                face = Colour.Mix(face, Colour.Mix(warm, tower.Low, tower.Fade * 0.6f), glow);
            }
            row[x] = Colour.Mix(row[x], face, cover);
        }
    }

    private static float Pane(float part, float cell) =>
        Curve.Unit((part - 0.22f) * cell) * Curve.Unit((0.78f - part) * cell);

    /// <param name="Cell">Pixels of a window with its wall.</param>
    /// <param name="Lit">Share of windows that shine.</param>
    /// <param name="Fade">How much air lies before it.</param>
    internal sealed record Tower(
        float Left,
        float Right,
        float Top,
        float Cell,
        float Lit,
        float Fade,
        Vector3 High,
        Vector3 Low,
        uint Seed
    );
}
