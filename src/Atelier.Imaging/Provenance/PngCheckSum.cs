namespace Atelier.Imaging.Provenance;

/// <summary>The CRC-32 of a PNG chunk. Bit by bit is fast enough for a packet of a few hundred bytes.</summary>
internal static class PngCheckSum
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>Over the chunk's type and data.</summary>
    internal static uint Of(ReadOnlySpan<byte> content)
    {
        var sum = uint.MaxValue;
        foreach (var value in content)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ Polynomial;
        }

        return ~sum;
    }
}
