using System.Buffers.Binary;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>WebP whose canvas, frames and sizes contradict each other.</summary>
internal static class LyingWebpFiles
{
    private const byte Moves = 0x02;

    private static readonly PixelBuffer Stored = SamplePictures.Quarters();
    private static readonly PixelBuffer Other = TestPixels.Painted(48, 48, 3);
    private static readonly Verdict Damaged = Verdict.Refused(UnreadablePictureReason.Damaged);
    private static readonly Verdict Exact = Verdict.Accepted(Stored);

    internal static IEnumerable<CorpusFile> All() => [.. Canvases(), .. Frames(), .. Lengths()];

    private static FileChunk Pixels => MadeWebp.Pixels(Stored);

    private static IEnumerable<CorpusFile> Canvases()
    {
        yield return File("canvas-larger", Damaged, Canvas(640, 480), Pixels);
        yield return File("canvas-smaller", Damaged, Canvas(32, 16), Pixels);
        yield return File("canvas-one-wider", Damaged, Canvas(65, 32), Pixels);
        yield return File("canvas-short", Damaged, new FileChunk("VP8X", new byte[9]), Pixels);
        yield return File("canvas-alone", Damaged, Canvas(64, 32));
        yield return File("canvas-honest", Exact, Canvas(64, 32), Pixels);
        yield return File("two-pictures", Damaged, Canvas(64, 32), Pixels, Pixels);
        yield return File("two-pictures-of-two-sizes", Damaged, Canvas(64, 32), Pixels, MadeWebp.Pixels(Other));
        yield return File("second-picture-without-canvas", Exact, Pixels, MadeWebp.Pixels(Other));
        yield return File("unknown-chunk-first", Damaged, new FileChunk("note", [1]), Pixels);
        yield return File("metadata-promised", Exact, Canvas(64, 32, 0x2C), Pixels);
        yield return File("not-lossless-at-all", Damaged, new FileChunk("VP8L", new byte[40]));
        yield return File("not-lossy-at-all", Damaged, new FileChunk("VP8 ", new byte[40]));
        yield return File("pixels-empty", Damaged, new FileChunk("VP8L", []));
        yield return File(
            "lossy-without-sides",
            Damaged,
            new FileChunk("VP8 ", [0x10, 0, 0, 0x9D, 1, 0x2A, 0, 0, 0, 0, 1, 2])
        );
        yield return File(
            "lossy-no-key-frame",
            Damaged,
            new FileChunk("VP8 ", [0x11, 0, 0, 0x9D, 1, 0x2A, 64, 0, 32, 0, 1, 2])
        );
    }

    private static IEnumerable<CorpusFile> Frames()
    {
        var frame = MadeWebp.Frame(Stored);
        var start = new FileChunk("ANIM", new byte[6]);
        yield return File("frame-beside-picture", Damaged, Canvas(64, 32, Moves), start, frame, Pixels);
        yield return File("frame-outside-canvas", Damaged, Canvas(64, 32, Moves), start, Moved(frame));
        yield return File("frame-larger-than-canvas", Damaged, Canvas(32, 16, Moves), start, frame);
        yield return File(
            "frame-without-pixels",
            Damaged,
            Canvas(64, 32, Moves),
            start,
            new FileChunk("ANMF", frame.Content[..16])
        );
        yield return File(
            "frame-cut",
            Damaged,
            Canvas(64, 32, Moves),
            start,
            new FileChunk("ANMF", frame.Content[..9])
        );
        yield return File("frame-of-other-pixels", Damaged, Canvas(64, 48, Moves), start, Filled(frame));
        yield return File("movement-promised", Damaged, Canvas(64, 32, Moves));
    }

    private static IEnumerable<CorpusFile> Lengths()
    {
        yield return Riff("length-beyond-file", Damaged, length => length + 2);
        yield return Riff("length-beyond-everything", Damaged, _ => -1);
        yield return Riff("length-zero", Damaged, _ => 0);
        yield return Riff("length-of-half", Damaged, length => length / 2);
        yield return Riff("length-without-pixels", Damaged, _ => 4 + 18);
        yield return new CorpusFile("lying-header", "webp-chunk-beyond-file", Damaged, ChunkBeyondFile);
    }

    private static CorpusFile File(string name, Verdict verdict, params FileChunk[] chunks) =>
        new("lying-header", $"webp-{name}", verdict, () => WebpFile.Bytes(chunks));

    private static CorpusFile Riff(string name, Verdict verdict, Func<int, int> change) =>
        new("lying-header", $"webp-{name}", verdict, () => WithLength(change));

    private static byte[] WithLength(Func<int, int> change)
    {
        var file = WebpFile.Bytes([Canvas(64, 32), Pixels]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), change(file.Length - 8));
        return file;
    }

    private static byte[] ChunkBeyondFile()
    {
        var file = WebpFile.Bytes([Pixels]);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), file.Length);
        return file;
    }

    private static FileChunk Canvas(int width, int height, byte flags = 0) => MadeWebp.Canvas(width, height, flags);

    private static FileChunk Moved(FileChunk frame) => frame with { Content = [9, 0, 0, .. frame.Content[3..]] };

    private static FileChunk Filled(FileChunk frame) =>
        frame with
        {
            Content = [.. frame.Content[..16], .. WebpFile.Bytes([MadeWebp.Pixels(Other)])[12..]],
        };
}
