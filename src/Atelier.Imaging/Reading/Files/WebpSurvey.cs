using System.Buffers.Binary;
using Atelier.Core.Images;

namespace Atelier.Imaging.Reading.Files;

/// <summary>Surveys WebP: the canvas and its pixels agree, frames are counted, and so is what comes beside them.</summary>
internal static class WebpSurvey
{
    private const int RiffHead = 8;
    private const int FirstChunk = 12;
    private const int CanvasLength = 10;
    private const int FrameHead = 16;

    internal static DeclaredPicture Read(ReadOnlySpan<byte> bytes, PictureReaderOptions limits)
    {
        var length = RiffHead + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (length < FirstChunk || length > bytes.Length)
            throw FileSurvey.Damaged();

        var chunks = new WebpChunks(bytes[FirstChunk..(int)length]);
        if (!chunks.MoveNext())
            throw FileSurvey.Damaged();
        if (chunks.Name.SequenceEqual("VP8X"u8))
            return ReadExtended(chunks, (int)length, limits);
        if (!WebpSize.IsPixels(chunks.Name))
            throw FileSurvey.Damaged();

        var size = WebpSize.OfPixels(chunks.Name, chunks.Content);
        FileSurvey.CheckSize(size.Width, size.Height, limits);
        return Declared(size, frames: 1, (int)length, IsLossless(chunks.Name));
    }

    private static DeclaredPicture ReadExtended(WebpChunks chunks, int length, PictureReaderOptions limits)
    {
        if (chunks.Content.Length < CanvasLength)
            throw FileSurvey.Damaged();

        var canvas = WebpSize.OfBox(chunks.Content[4..]);
        FileSurvey.CheckSize(canvas.Width, canvas.Height, limits);
        var metadata = new MetadataAllowance(limits);
        var (stills, frames, lossless) = (0, 0, false);
        while (chunks.MoveNext())
        {
            lossless |= IsLossless(chunks.Name);
            if (WebpSize.IsPixels(chunks.Name))
            {
                stills++;
                CheckPixels(chunks, canvas);
            }
            else if (chunks.Name.SequenceEqual("ANMF"u8))
            {
                frames++;
                lossless |= CheckFrame(chunks.Content, canvas);
            }
            else if (!chunks.Name.SequenceEqual("ALPH"u8))
            {
                metadata.TakePart(chunks.Content.Length);
            }
        }

        // A still picture, or frames: never both, or the two would be read by different readers.
        if (stills > 1 || (stills == 0) == (frames == 0))
            throw FileSurvey.Damaged();
        return Declared(canvas, Math.Max(1, frames), length, lossless);
    }

    private static DeclaredPicture Declared(WebpSize size, int frames, int length, bool lossless) =>
        new(ImageFormat.Webp, size.Width, size.Height, frames, length)
        {
            Tables = lossless ? LosslessTables.Weight(size, length) : 0,
        };

    // Alpha beside lossy pixels is coded the lossless way.
    private static bool IsLossless(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("VP8L"u8) || name.SequenceEqual("ALPH"u8);

    // Whether any of it is lossless.
    private static bool CheckFrame(ReadOnlySpan<byte> content, WebpSize canvas)
    {
        if (content.Length < FrameHead)
            throw FileSurvey.Damaged();

        // A frame's place is counted in steps of two pixels.
        var (left, top) = (2 * WebpSize.ThreeBytes(content), 2 * WebpSize.ThreeBytes(content[3..]));
        var box = WebpSize.OfBox(content[6..]);
        if (left + box.Width > canvas.Width || top + box.Height > canvas.Height)
            throw FileSurvey.Damaged();

        var parts = new WebpChunks(content[FrameHead..]);
        for (var lossless = false; parts.MoveNext(); )
        {
            lossless |= IsLossless(parts.Name);
            if (WebpSize.IsPixels(parts.Name))
            {
                CheckPixels(parts, box);
                return lossless;
            }
        }

        throw FileSurvey.Damaged();
    }

    private static void CheckPixels(WebpChunks chunk, WebpSize box)
    {
        if (WebpSize.OfPixels(chunk.Name, chunk.Content) != box)
            throw FileSurvey.Damaged();
    }
}
