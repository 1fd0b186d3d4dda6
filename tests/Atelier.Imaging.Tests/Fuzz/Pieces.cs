using System.Buffers.Binary;

namespace Atelier.Imaging.Tests.Fuzz;

/// <summary>Where the chunks or segments of a good file lie: a mutation that keeps to them gets further into a reader.</summary>
internal static class Pieces
{
    internal static IReadOnlyList<Range> Of(byte[] file) =>
        file[0] switch
        {
            0x89 => [.. Walk(file, 8, at => 12 + BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)))],
            0xFF => [.. Walk(file, 2, at => JpegLength(file, at))],
            _ => [.. Walk(file, 12, at => 8 + Even(BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4))))],
        };

    private static IEnumerable<Range> Walk(byte[] file, int start, Func<int, int> length)
    {
        for (var at = start; at < file.Length; )
        {
            var end = Math.Min(file.Length, at + length(at));
            yield return at..end;
            at = end;
        }
    }

    // The first scan and all behind it are one piece.
    private static int JpegLength(byte[] file, int at) =>
        file[at + 1] == 0xDA ? file.Length - at : 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));

    private static int Even(int length) => length + (length & 1);
}
