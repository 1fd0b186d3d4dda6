using Atelier.Imaging.Tests.Provenance;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>
/// A progressive JPEG, plain grey, whose scans are all in order: each of the 63 finer coefficients comes alone, and bit
/// by bit. No decoder has anything to complain about, and every scan visits each block.
/// </summary>
internal static class ManyScansJpeg
{
    private const int Coefficients = 63;
    private const int HighestBit = 13;

    /// <param name="side">Pixels, a multiple of 8.</param>
    /// <param name="scans">1 to 883.</param>
    internal static byte[] Write(int side, int scans)
    {
        byte[] tables = [1, .. new byte[15], 0];
        return
        [
            0xFF,
            0xD8,
            .. JpegFile.Bytes(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]),
            .. JpegFile.Bytes(0xC2, [8, .. Short(side), .. Short(side), 1, 1, 0x11, 0]),
            // One code each, of one bit: "no difference", and "this block ends".
            .. JpegFile.Bytes(0xC4, [0x00, .. tables]),
            .. JpegFile.Bytes(0xC4, [0x10, .. tables]),
            .. Scan(side, 0, 0, 0),
            .. Steps().Take(scans - 1).SelectMany(step => Scan(side, step.Coefficient, step.Before, step.Bit)),
            0xFF,
            0xD9,
        ];
    }

    private static IEnumerable<(int Coefficient, int Before, int Bit)> Steps() =>
        from bit in Enumerable.Range(0, HighestBit + 1).Reverse()
        from coefficient in Enumerable.Range(1, Coefficients)
        select (coefficient, bit == HighestBit ? 0 : bit + 1, bit);

    private static byte[] Scan(int side, int coefficient, int before, int bit)
    {
        byte[] header = [1, 1, 0, (byte)coefficient, (byte)coefficient, (byte)(before << 4 | bit)];
        var blocks = side / 8 * (side / 8);
        return [.. JpegFile.Bytes(0xDA, header), .. new byte[(blocks + 7) / 8]];
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}
