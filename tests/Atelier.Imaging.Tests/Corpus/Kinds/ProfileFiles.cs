using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Profiles that change the colours, and profiles that nobody can use: those are passed over.</summary>
internal static class ProfileFiles
{
    private const int Rounding = 4;

    private static readonly PixelBuffer Stored = TestPixels.Plain(32, 16, 55, 128, 10);
    private static readonly PixelBuffer Converted = TestPixels.Plain(32, 16, Light(55), Light(128), Light(10));

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. Files("icc", "linear", Verdict.Accepted(Converted, Rounding), MadeProfile.LinearRgb()),
            .. ((string[])["rubbish", "cut", "cmyk", "no tags", "false tags"]).SelectMany(Broken),
            .. Files("icc-broken", "empty", Unchanged, []),
            .. Files("icc-broken", "zeros", Unchanged, new byte[4096]),
            .. PngOnly(),
            .. JpegOnly(),
        ];

    private static Verdict Unchanged => Verdict.Accepted(Stored, Rounding);

    private static IEnumerable<CorpusFile> Broken(string kind) =>
        Files("icc-broken", kind.Replace(' ', '-'), Unchanged, MadeProfile.Broken(kind));

    private static IEnumerable<CorpusFile> Files(string kind, string name, Verdict verdict, byte[] profile) =>
        [
            new(kind, $"png-{name}", verdict, () => MadePng.Write(Stored, MadePng.Profile(profile))),
            new(kind, $"jpeg-{name}", verdict, () => MadeJpeg.WithProfile(MadeJpeg.Write(Stored), profile)),
            new(kind, $"webp-{name}", verdict, () => MadeWebp.WithChunks(Stored, new FileChunk("ICCP", profile))),
        ];

    private static IEnumerable<CorpusFile> PngOnly()
    {
        yield return Png("not-packed", PngFile.Bytes("iCCP", [.. "name\0\0"u8, .. MadeProfile.LinearRgb()]));
        yield return Png("nothing-but-a-name", PngFile.Bytes("iCCP", [.. "name\0"u8]));
        yield return Png("unnamed", PngFile.Bytes("iCCP", [0, 0, .. MadePng.Packed(MadeProfile.Broken("rubbish"))]));
        var cut = MadePng.Packed(MadeProfile.LinearRgb());
        yield return Png("packed-and-cut", PngFile.Bytes("iCCP", [.. "name\0\0"u8, .. cut[..(cut.Length / 2)]]));
    }

    private static CorpusFile Png(string name, byte[] chunk) =>
        new("icc-broken", $"png-{name}", Unchanged, () => MadePng.Write(Stored, chunk));

    // A profile comes in numbered pieces.
    private static IEnumerable<CorpusFile> JpegOnly()
    {
        var profile = MadeProfile.LinearRgb();
        yield return Jpeg("second-of-two", [2, 2, .. profile]);
        yield return Jpeg("number-zero", [0, 0, .. profile]);
        yield return Jpeg("first-of-many", [1, 255, .. profile[..100]]);
    }

    private static CorpusFile Jpeg(string name, byte[] piece) =>
        new(
            "icc-broken",
            $"jpeg-{name}",
            Unchanged,
            () => MadeJpeg.WithSegment(MadeJpeg.Write(Stored), 0xE2, [.. "ICC_PROFILE\0"u8, .. piece])
        );

    private static byte Light(byte value) => MadeProfile.Encoded(value / 255.0);
}
