using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>PNG in each depth and kind of colours, whole and interlaced.</summary>
internal static class DepthFiles
{
    private static readonly (byte Colours, byte[] Depths)[] Combinations =
    [
        (MadePng.Grey, [1, 2, 4, 8, 16]),
        (MadePng.Rgb, [8, 16]),
        (MadePng.Palette, [1, 2, 4, 8]),
        (MadePng.GreyAlpha, [8, 16]),
        (MadePng.Rgba, [8, 16]),
    ];

    // Those of one or five pixels leave some of the seven passes empty.
    private static readonly (int Width, int Height)[] Sizes = [(13, 7), (1, 1), (5, 2), (64, 3)];

    internal static IEnumerable<CorpusFile> All() =>
        from combination in Combinations
        from depth in combination.Depths
        from size in Sizes
        from interlaced in (bool[])[false, true]
        from clear in combination.Colours == MadePng.Palette ? (bool[])[false, true] : [false]
        let png = new SampledPng(size.Width, size.Height, depth, combination.Colours) { Interlaced = interlaced }
        select File(png, clear);

    private static CorpusFile File(SampledPng png, bool clear)
    {
        var name = $"{png.Colours}-{png.Depth}-{png.Width}x{png.Height}{(clear ? "-clear" : "")}";
        if (png.Colours != MadePng.Palette)
            return new CorpusFile(Kind(png), name, Verdict.Accepted(png.Expected()), png.Write);

        var whole = png with { Extra = [BaseFiles.Palette(1 << png.Depth), .. clear ? [Clear()] : (byte[][])[]] };
        var seen = whole.Expected(index =>
            clear ? [.. BaseFiles.PaletteColour(index), Alpha(index)] : BaseFiles.PaletteColour(index)
        );
        return new CorpusFile(Kind(png), name, Verdict.Accepted(seen), whole.Write);
    }

    // The first colour is invisible, the second half so, and all others, not being named, are whole.
    private static byte[] Clear() => PngFile.Bytes("tRNS", [0, 128]);

    private static byte Alpha(int index) =>
        index switch
        {
            0 => 0,
            1 => 128,
            _ => 255,
        };

    private static string Kind(SampledPng png) =>
        png.Interlaced ? "interlaced"
        : png.Colours == MadePng.Palette ? "palette"
        : png.Depth == 16 ? "16-bit"
        : png.Colours is MadePng.Grey or MadePng.GreyAlpha ? "grey"
        : "ordinary";
}
