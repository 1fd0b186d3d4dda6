using System.Buffers.Binary;

namespace Atelier.Imaging.Provenance;

/// <summary>The CRC-32 of a PNG chunk, eight bytes at a time: pixels come in megabytes.</summary>
internal static class PngCheckSum
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;
    private const int Values = 256;

    // By slice and value: what that byte does to the sum when so many others follow it.
    private static readonly uint[] Table = MakeTable();

    /// <summary>Over the chunk's type and data.</summary>
    internal static uint Of(ReadOnlySpan<byte> content)
    {
        var (sum, table) = (uint.MaxValue, Table);
        for (; content.Length >= Slices; content = content[Slices..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(content) ^ sum;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
            sum =
                table[7 * Values + (byte)low]
                ^ table[6 * Values + (byte)(low >> 8)]
                ^ table[5 * Values + (byte)(low >> 16)]
                ^ table[4 * Values + (int)(low >> 24)]
                ^ table[3 * Values + (byte)high]
                ^ table[2 * Values + (byte)(high >> 8)]
                ^ table[Values + (byte)(high >> 16)]
                ^ table[(int)(high >> 24)];
        }

        foreach (var value in content)
            sum = table[(byte)(sum ^ value)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * Values];
        for (var value = 0; value < Values; value++)
        {
            var sum = (uint)value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
            table[value] = sum;
        }

        for (var at = Values; at < table.Length; at++)
            table[at] = (table[at - Values] >> 8) ^ table[(byte)table[at - Values]];
        return table;
    }
}
