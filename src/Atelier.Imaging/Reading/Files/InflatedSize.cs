using System.Buffers;
using System.IO.Compression;

namespace Atelier.Imaging.Reading.Files;

/// <summary>Tells how large packed bytes become, without keeping them.</summary>
internal static class InflatedSize
{
    private const int BufferSize = 32 * 1024;

    /// <summary>The size, or something above <paramref name="most"/> as soon as that is passed.</summary>
    internal static unsafe long Measure(ReadOnlySpan<byte> packed, long most)
    {
        if (packed.IsEmpty)
            return 0;

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            fixed (byte* start = packed)
            {
                using var bytes = new UnmanagedMemoryStream(start, packed.Length);
                using var inflated = new ZLibStream(bytes, CompressionMode.Decompress);
                return Count(inflated, buffer, most);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long Count(ZLibStream inflated, byte[] buffer, long most)
    {
        var size = 0L;
        try
        {
            for (var read = 1; read > 0 && size <= most; size += read)
                read = inflated.Read(buffer);
        }
        catch (InvalidDataException)
        {
            // Not packed at all, or broken: the decoder gets no further than we did, and judges.
        }

        return size;
    }
}
