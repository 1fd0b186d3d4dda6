using System.Buffers.Binary;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>PNG and JPEG whose headers contradict their pixels or each other.</summary>
internal static class LyingFiles
{
    private static readonly PixelBuffer Stored = SamplePictures.Quarters();
    private static readonly Verdict Damaged = Verdict.Refused(UnreadablePictureReason.Damaged);
    private static readonly Verdict Exact = Verdict.Accepted(Stored);
    private static readonly byte[] Header = MadePng.Header(64, 32, 8, MadePng.Rgb);
    private static readonly byte[] End = PngFile.Bytes("IEND", []);

    internal static IEnumerable<CorpusFile> All() => [.. PngSizes(), .. PngHeaders(), .. PngChunks(), .. Jpegs()];

    private static IEnumerable<CorpusFile> PngSizes()
    {
        foreach (
            var (width, height) in (IEnumerable<(int, int)>)[(0, 32), (64, 0), (-1, 32), (64, -5), (int.MinValue, 1)]
        )
            yield return Png($"{width}x{height}", Damaged, MadePng.Header(width, height, 8, MadePng.Rgb), Pixels);
        yield return Png("higher-than-pixels", Damaged, MadePng.Header(64, 33, 8, MadePng.Rgb), Pixels);
        yield return Png("much-higher-than-pixels", Damaged, MadePng.Header(64, 9000, 8, MadePng.Rgb), Pixels);
        yield return Png("wider-than-pixels", Damaged, MadePng.Header(640, 32, 8, MadePng.Rgb), Pixels);
        yield return Png("lower-than-pixels", Verdict.Accepted(64, 20), MadePng.Header(64, 20, 8, MadePng.Rgb), Pixels);
    }

    private static IEnumerable<CorpusFile> PngHeaders()
    {
        foreach (
            var (depth, colours) in (IEnumerable<(byte, byte)>)
                [(0, 2), (3, 0), (4, 2), (16, 3), (2, 6), (8, 1), (8, 5), (8, 7), (32, 0)]
        )
            yield return Png(
                $"depth-{depth}-colours-{colours}",
                Damaged,
                MadePng.Header(64, 32, depth, colours),
                Pixels
            );
        yield return Png("interlace-2", Damaged, MadePng.Header(64, 32, 8, MadePng.Rgb, 2), Pixels);
        yield return Png("palette-missing", Damaged, MadePng.Header(192, 32, 8, MadePng.Palette), Pixels);
        yield return Png("header-short", Damaged, PngFile.Bytes("IHDR", [0, 0, 0, 64, 0, 0, 0, 32, 8, 2]), Pixels);
        yield return Png("header-long", Damaged, PngFile.Bytes("IHDR", [.. Header[8..21], 0]), Pixels);
        yield return Png("header-missing", Damaged, Pixels);
        yield return Png("header-second", Damaged, PngFile.Bytes("tEXt", "a\0b"u8.ToArray()), Header, Pixels);
        yield return Png("header-twice", Damaged, Header, Header, Pixels);
        yield return Png("header-twice-larger", Damaged, Header, MadePng.Header(9000, 9000, 8, MadePng.Rgb), Pixels);
        yield return Png("header-behind-pixels", Damaged, Header, Pixels, MadePng.Header(9, 9, 8, MadePng.Rgb));
    }

    private static IEnumerable<CorpusFile> PngChunks()
    {
        yield return Png("no-pixels", Damaged, Header);
        yield return Png("empty-pixels", Damaged, Header, PngFile.Bytes("IDAT", []));
        yield return Png("end-first", Damaged, End, Header, Pixels);
        yield return Png("end-before-pixels", Damaged, Header, End, Pixels);
        yield return Png("unknown-critical", Damaged, Header, PngFile.Bytes("EVIL", [1]), Pixels);
        yield return Png("unknown-ancillary", Exact, Header, PngFile.Bytes("evIl", [1]), Pixels);
        yield return Png("name-of-no-letters", Damaged, Header, PngFile.Bytes("a b1", [1]), Pixels);
        yield return Png("length-beyond-file", Damaged, Header, WithLength(Pixels, 0x7FFFFFFF));
        yield return Png("length-negative", Damaged, Header, WithLength(Pixels, -1));
        yield return Png(
            "length-of-text-beyond-file",
            Damaged,
            Header,
            WithLength(PngFile.Bytes("tEXt", [65, 0, 65]), int.MaxValue),
            Pixels
        );
        yield return Png(
            "pixels-byte-by-byte",
            Exact,
            Header,
            [.. Pixels[8..^4].SelectMany(value => PngFile.Bytes("IDAT", [value]))]
        );
        yield return Png(
            "pixels-with-gaps",
            Exact,
            Header,
            PngFile.Bytes("IDAT", []),
            Pixels,
            PngFile.Bytes("IDAT", [])
        );
    }

    private static IEnumerable<CorpusFile> Jpegs()
    {
        var lossy = Verdict.Accepted(Stored, SamplePictures.Lossy);
        yield return Jpeg("no-height", Damaged, file => MadeJpeg.WithSides(file, 64, 0));
        yield return Jpeg("no-width", Damaged, file => MadeJpeg.WithSides(file, 0, 32));
        // Its end mark makes it whole; a decoder fills up what is missing.
        yield return Jpeg("larger", Verdict.Accepted(640, 480), file => MadeJpeg.WithSides(file, 640, 480));
        yield return Jpeg("very-large", Verdict.Accepted(7000, 7000), file => MadeJpeg.WithSides(file, 7000, 7000));
        yield return Jpeg("smaller", Verdict.Accepted(16, 16), file => MadeJpeg.WithSides(file, 16, 16));
        yield return Jpeg("frame-twice", Damaged, file => Insert(file, Frame(file), Frame(file)));
        yield return Jpeg(
            "frame-twice-larger",
            Damaged,
            file => Insert(file, Frame(file), Frame(MadeJpeg.WithSides(file, 9000, 9000)))
        );
        yield return Jpeg("frame-behind-scan", Damaged, file => [.. file[..^2], .. Frame(file), .. file[^2..]]);
        yield return Jpeg("frame-missing", Damaged, file => MadeJpeg.WithoutSegments(file, 0xC0));
        yield return Jpeg("tables-missing", Damaged, file => MadeJpeg.WithoutSegments(file, 0xDB));
        yield return Jpeg("scan-missing", Damaged, file => [.. file[..MadeJpeg.Place(file, 0xDA)], .. file[^2..]]);
        yield return Jpeg("start-twice", Damaged, file => [.. file[..2], .. file]);
        yield return Jpeg("end-first", Damaged, file => [.. file[..2], 0xFF, 0xD9, .. file[2..]]);
        yield return Jpeg("segment-without-length", Damaged, file => [.. file[..2], 0xFF, 0xE1, 0, 0, .. file[2..]]);
        yield return Jpeg("segment-of-length-one", Damaged, file => [.. file[..2], 0xFF, 0xE1, 0, 1, .. file[2..]]);
        yield return Jpeg("segment-beyond-file", Damaged, file => [.. file[..2], 0xFF, 0xE1, 0xFF, 0xFF, .. file[2..]]);
        yield return Jpeg("reserved-marker", Damaged, file => [.. file[..2], 0xFF, 0x42, 0, 2, .. file[2..]]);
        yield return Jpeg("sampling-0", Damaged, file => With(file, 11, 0));
        yield return Jpeg("sampling-5", Damaged, file => With(file, 11, 0x55));
        yield return Jpeg("frame-too-short", Damaged, file => With(file, 9, 1));
        yield return Jpeg("rubbish-between-segments", lossy, file => Insert(file, [1, 2, 3, 4, 5]));
        yield return Jpeg("filled-markers", lossy, file => Insert(file, [.. Enumerable.Repeat((byte)0xFF, 5000)]));
        yield return Jpeg(
            "picture-in-metadata",
            lossy,
            file => MadeJpeg.WithSegment(file, 0xE1, MadeJpeg.WithSides(file, 9000, 9000))
        );
    }

    private static byte[] Pixels =>
        PngFile.Bytes("IDAT", MadePng.Packed([.. Stored.Pixels.Chunk(192).SelectMany(row => (byte[])[0, .. row])]));

    private static CorpusFile Png(string name, Verdict verdict, params byte[][] chunks) =>
        new(
            "lying-header",
            $"png-{name}",
            verdict,
            () => [.. MadePng.Signature, .. chunks.SelectMany(chunk => chunk), .. End]
        );

    private static CorpusFile Jpeg(string name, Verdict verdict, Func<byte[], byte[]> change) =>
        new("lying-header", $"jpeg-{name}", verdict, () => change(MadeJpeg.Write(Stored)));

    private static byte[] WithLength(byte[] chunk, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(chunk, length);
        return chunk;
    }

    private static byte[] Frame(byte[] file)
    {
        var place = MadeJpeg.FramePlace(file);
        return file[place..(place + 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(place + 2)))];
    }

    // Before the frame, where all segments may stand.
    private static byte[] Insert(byte[] file, params byte[][] parts)
    {
        var place = MadeJpeg.FramePlace(file);
        return [.. file[..place], .. parts.SelectMany(part => part), .. file[place..]];
    }

    private static byte[] With(byte[] file, int offset, byte value)
    {
        file[MadeJpeg.FramePlace(file) + offset] = value;
        return file;
    }
}
