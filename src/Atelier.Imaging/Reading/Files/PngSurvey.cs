using System.Buffers.Binary;
using Atelier.Core.Images;

namespace Atelier.Imaging.Reading.Files;

/// <summary>Surveys PNG: one header, pixels, frames, and what is packed into texts and profiles.</summary>
internal static class PngSurvey
{
    /// <param name="bytes">A file that starts with <see cref="PngChunks.Signature"/>.</param>
    internal static DeclaredPicture Read(ReadOnlySpan<byte> bytes, PictureReaderOptions limits)
    {
        var chunks = new PngChunks(bytes);
        if (!chunks.MoveNext() || !chunks.Name.SequenceEqual("IHDR"u8))
            throw FileSurvey.Damaged();

        var header = PngHeader.Read(chunks.Content);
        FileSurvey.CheckSize(header.Width, header.Height, limits);
        var metadata = new MetadataAllowance(limits);
        var hasPixels = false;
        while (chunks.MoveNext())
        {
            if (chunks.Name.SequenceEqual("IEND"u8))
                return Declared(header, frames: 1, hasPixels, chunks.Place);

            // An animation announces itself before the first pixels; readers ignore what comes later.
            if (!hasPixels && Frames(chunks) is > 1 and var frames)
                return Declared(header, frames, hasPixels: true, bytes.Length);

            if (chunks.Name.SequenceEqual("IDAT"u8))
                hasPixels = true;
            else if (!chunks.IsCritical)
                Take(ref metadata, chunks);
            else if (!chunks.Name.SequenceEqual("PLTE"u8))
                throw FileSurvey.Damaged();
        }

        return Declared(header, frames: 1, hasPixels, bytes.Length);
    }

    private static DeclaredPicture Declared(PngHeader header, int frames, bool hasPixels, int length) =>
        hasPixels
            ? new DeclaredPicture(ImageFormat.Png, header.Width, header.Height, frames, length)
            : throw FileSurvey.Damaged();

    private static int Frames(PngChunks chunks) =>
        chunks.Name.SequenceEqual("acTL"u8) && chunks.Content.Length >= 4
            ? (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(chunks.Content), int.MaxValue)
            : 1;

    private static void Take(ref MetadataAllowance metadata, PngChunks chunks)
    {
        metadata.TakePart(chunks.Content.Length);
        var packed = PngPackedChunk.Find(chunks.Name, chunks.Content);
        if (!packed.IsEmpty)
            metadata.Take(InflatedSize.Measure(packed, metadata.Bytes));
    }
}
