using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Animations, which are refused, and such as have but one frame, which are pictures.</summary>
internal static class AnimatedFiles
{
    private static readonly PixelBuffer Small = TestPixels.Painted(16, 12, 3);
    private static readonly Verdict Refused = Verdict.Refused(UnreadablePictureReason.Animated);

    internal static IEnumerable<CorpusFile> All() =>
        [
            .. ((int[])[2, 3, 50, int.MaxValue]).Select(frames =>
                Png($"png-{frames}", Refused, MadePng.Frames(frames))
            ),
            Png("png-one", Verdict.Accepted(Small), MadePng.Frames(1)),
            Png("png-none", Verdict.Accepted(Small), MadePng.Frames(0)),
            Png("png-more-than-there-are", Refused, MadePng.Frames(9)),
            Png("png-announced-twice", Refused, MadePng.Frames(1), MadePng.Frames(2)),
            Png("png-broken-announcement", Verdict.Accepted(Small), PngFile.Bytes("acTL", [0, 0])),
            new("animated", "png-announced-too-late", Verdict.Accepted(Small), AnnouncedTooLate),
            .. ((int[])[2, 3, 50]).Select(frames => Webp($"webp-{frames}", Refused, frames)),
            // Its loader would walk through a list from the start for each frame.
            new("animated", "webp-very-many", Refused, VeryManyFrames),
            Webp("webp-one", Verdict.Accepted(16, 12), 1),
            new("animated", "webp-metadata-first", Refused, MetadataFirst),
        ];

    private static CorpusFile Png(string name, Verdict verdict, params byte[][] chunks) =>
        new("animated", name, verdict, () => MadePng.Write(Small, chunks));

    private static CorpusFile Webp(string name, Verdict verdict, int frames) =>
        new("animated", name, verdict, () => MadeWebp.WriteAnimation(Small, frames));

    private static byte[] AnnouncedTooLate()
    {
        var file = MadePng.Write(Small);
        return [.. file[..^12], .. MadePng.Frames(7), .. file[^12..]];
    }

    private static byte[] VeryManyFrames() => MadeWebp.WriteAnimation(TestPixels.Plain(1, 1, 1, 2, 3), 50_000);

    private static byte[] MetadataFirst() =>
        WebpFile.Bytes([
            MadeWebp.Canvas(16, 12, 0x0A),
            new FileChunk("EXIF", MadeExif.WithPlace(6)),
            new FileChunk("ANIM", new byte[6]),
            MadeWebp.Frame(Small),
            MadeWebp.Frame(Small),
        ]);
}
