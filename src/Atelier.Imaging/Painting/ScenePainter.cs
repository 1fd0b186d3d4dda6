using System.Numerics;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Painting.Words;

namespace Atelier.Imaging.Painting;

/// <summary>
/// Paints scenes from the words of <see cref="PaintVocabulary"/>: a painter in plain code, not a model. Has no state and
/// may be used by many threads.
/// </summary>
public sealed class ScenePainter
{
    /// <summary>The longest side it paints, in pixels.</summary>
    public const int MaxSide = 8192;

    private readonly int _degree;

    /// <summary>Uses as many threads as there are processors.</summary>
    public ScenePainter()
        : this(Environment.ProcessorCount) { }

    internal ScenePainter(int degree) => _degree = degree;

    /// <summary>Paints an order: RGB, 3 bands. The token is looked at every few rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 1 or above <see cref="MaxSide"/>.</exception>
    /// <exception cref="ArgumentException">The style is unknown; the text names the known ones.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public PixelBuffer Paint(PaintOrder order, CancellationToken cancellationToken)
    {
        CheckSide(order.Width, nameof(order.Width));
        CheckSide(order.Height, nameof(order.Height));
        var style = StyleBook.Find(order.Style);
        cancellationToken.ThrowIfCancellationRequested();

        var scene = SceneReader.Read(order.Prompt, order.Seed);
        var frame = new Frame(order.Width, order.Height);
        var layers = style.Compose(scene, frame);
        var pixels = new byte[order.Width * order.Height * 3];
        var rows = new Rows(_degree, cancellationToken);
        rows.Each(order.Height, () => new Scratch(order.Width), (y, scratch) => PaintRow(layers, y, scratch, pixels));

        var canvas = new Canvas(frame, pixels, scene.Salt(99));
        style.Finish.Apply(canvas, rows);
        return new PixelBuffer(order.Width, order.Height, 3, canvas.Pixels);
    }

    private static void PaintRow(IReadOnlyList<ILayer> layers, int y, Scratch scratch, byte[] pixels)
    {
        var row = scratch.Row;
        foreach (var layer in layers)
            layer.PaintRow(y, row, scratch);
        var at = y * row.Length * 3;
        for (var x = 0; x < row.Length; x++, at += 3)
        {
            // Half a level of ordered dither keeps long sky gradients free of visible steps.
            var dither = 0.25f + (0.5f * (((x * 5) + (y * 3)) & 7) * 0.125f);
            var c = Vector3.Clamp(row[x], Vector3.Zero, Vector3.One) * 255f;
            pixels[at] = (byte)(c.X + dither);
            pixels[at + 1] = (byte)(c.Y + dither);
            pixels[at + 2] = (byte)(c.Z + dither);
        }
    }

    private static void CheckSide(int side, string name)
    {
        if (side is < 1 or > MaxSide)
            throw new ArgumentOutOfRangeException(name, side, $"The painter makes sides of 1 to {MaxSide} pixels.");
    }
}
