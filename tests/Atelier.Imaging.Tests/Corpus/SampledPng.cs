using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>A PNG of any depth and kind of colours, also interlaced, from samples that a formula gives.</summary>
/// <param name="Depth">Bits a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colours">One of <see cref="MadePng"/>'s kinds.</param>
internal sealed record SampledPng(int Width, int Height, byte Depth, byte Colours)
{
    // Where each of Adam7's passes begins, and its steps: x, y, dx, dy.
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    internal bool Interlaced { get; init; }

    /// <summary>Chunks between the header and the pixels.</summary>
    internal byte[][] Extra { get; init; } = [];

    /// <summary>The largest sample.</summary>
    internal int Full => (1 << Depth) - 1;

    internal int Bands =>
        Colours switch
        {
            MadePng.Grey or MadePng.Palette => 1,
            MadePng.GreyAlpha => 2,
            MadePng.Rgb => 3,
            _ => 4,
        };

    /// <summary>A sample; deep ones have two equal bytes, so that every way to make 8 bits of them gives the same.</summary>
    internal int Sample(int x, int y, int band)
    {
        var value = (7 * x + 13 * y + 29 * band + x * y) % 256;
        return Depth == 16 ? value * 257 : value % (Full + 1);
    }

    internal byte[] Write()
    {
        var rows = Interlaced ? Passes.SelectMany(pass => Rows(pass)) : Rows((0, 0, 1, 1));
        return
        [
            .. MadePng.Signature,
            .. MadePng.Header(Width, Height, Depth, Colours, (byte)(Interlaced ? 1 : 0)),
            .. Extra.SelectMany(chunk => chunk),
            .. PngFile.Bytes("IDAT", MadePng.Packed([.. rows.SelectMany(row => row)])),
            .. PngFile.Bytes("IEND", []),
        ];
    }

    /// <summary>The pixels a reader must see.</summary>
    internal PixelBuffer Expected(Func<int, byte[]>? palette = null)
    {
        var bands =
            palette is not null ? palette(0).Length
            : Bands is 2 or 4 ? 4
            : 3;
        return TestPixelsFrom(bands, (x, y) => palette is not null ? palette(Sample(x, y, 0)) : Colour(x, y));
    }

    private PixelBuffer TestPixelsFrom(int bands, Func<int, int, byte[]> colour) =>
        Vips.TestPixels.From(Width, Height, bands, colour);

    private byte[] Colour(int x, int y)
    {
        byte[] samples = [.. Enumerable.Range(0, Bands).Select(band => (byte)(Sample(x, y, band) * 255L / Full))];
        return Bands switch
        {
            1 => [samples[0], samples[0], samples[0]],
            2 => [samples[0], samples[0], samples[0], samples[1]],
            _ => samples,
        };
    }

    private IEnumerable<byte[]> Rows((int X, int Y, int StepX, int StepY) pass)
    {
        // A pass without columns has no rows either, not even their filter bytes.
        for (var y = pass.Y; y < Height && pass.X < Width; y += pass.StepY)
            yield return Row(y, pass.X, pass.StepX);
    }

    private byte[] Row(int y, int first, int step)
    {
        var columns = (Width - first + step - 1) / step;
        var row = new byte[1 + (columns * Bands * Depth + 7) / 8];
        for (var at = 0; at < columns * Bands; at++)
        {
            var sample = Sample(first + at / Bands * step, y, at % Bands);
            if (Depth == 16)
                (row[1 + 2 * at], row[2 + 2 * at]) = ((byte)(sample >> 8), (byte)sample);
            else
                row[1 + at * Depth / 8] |= (byte)(sample << (8 - Depth - at * Depth % 8));
        }

        return row;
    }
}
