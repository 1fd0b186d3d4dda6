using System.IO.Compression;
using Atelier.Imaging.Tests.Corpus;
using Atelier.Imaging.Tests.Corpus.Kinds;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Fuzz;

/// <summary>Good files to be spoilt: each kind of pixels, and all that may stand beside them.</summary>
internal static class FuzzFiles
{
    private static readonly PixelBuffer Small = SamplePictures.Quarters();

    /// <param name="format">How the names of <see cref="BaseFiles"/> begin: <c>png</c>, <c>jpeg</c> or <c>webp</c>.</param>
    internal static List<byte[]> Of(string format) =>
        [
            .. BaseFiles
                .All()
                .Where(file => file.Name.StartsWith(format, StringComparison.Ordinal))
                .Select(file => file.Bytes),
            .. Special(format),
        ];

    private static IEnumerable<byte[]> Special(string format) =>
        format switch
        {
            "png" =>
            [
                PrivateFiles.Png(),
                MadePng.Write(Small, MadePng.Profile(MadeProfile.LinearRgb())),
                Loose(3),
                Loose(4),
            ],
            "jpeg" =>
            [
                PrivateFiles.Jpeg(),
                MadeJpeg.WithProfile(MadeJpeg.Write(Small), MadeProfile.LinearRgb()),
                ManyScansJpeg.Write(64, 20),
            ],
            _ =>
            [
                PrivateFiles.Webp(),
                MadeWebp.WithChunks(Small, new FileChunk("ICCP", MadeProfile.LinearRgb())),
                MadeWebp.WriteAnimation(Small, 1),
                ManyCodesWebp.Write(64),
            ],
        };

    // Pixels that are only wrapped: spoilt packed ones end in the unpacking, these get as far as the filters.
    private static byte[] Loose(int bands)
    {
        var pixels = TestPixels.Painted(40, 30, bands);
        var rows = pixels.Pixels.Chunk(40 * bands).SelectMany((row, y) => (byte[])[(byte)(y % 5), .. row]).ToArray();
        return
        [
            .. MadePng.Signature,
            .. MadePng.Header(40, 30, 8, bands == 4 ? MadePng.Rgba : MadePng.Rgb),
            .. MadePng
                .Packed(rows, CompressionLevel.NoCompression)
                .Chunk(700)
                .SelectMany(part => PngFile.Bytes("IDAT", part)),
            .. PngFile.Bytes("IEND", []),
        ];
    }
}
