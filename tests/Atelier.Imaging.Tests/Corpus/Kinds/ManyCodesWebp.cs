using Atelier.Imaging.Tests.Provenance;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>
/// A lossless WebP with a set of Huffman codes for every 16 pixels: 300 kB that a decoder turns into tables of hundreds
/// of megabytes, though the picture itself is small, black and valid.
/// </summary>
internal static class ManyCodesWebp
{
    private const int TileBits = 2;
    private const int ByteSymbols = 256;

    /// <param name="side">Pixels, at most 1024: a tile has one of 65,536 numbers.</param>
    internal static byte[] Write(int side)
    {
        var tiles = side >> TileBits;
        var bits = new BitWriter();
        bits.Write(0x2F, 8);
        bits.Write(side - 1, 14);
        bits.Write(side - 1, 14);
        bits.Write(0, 1 + 3); // no alpha, version 0
        bits.Write(0, 1 + 1); // no transform, no colour cache
        bits.Write(1, 1); // codes differ from tile to tile
        bits.Write(TileBits - 2, 3);
        WriteTileNumbers(bits, tiles * tiles);
        for (var group = 0; group < tiles * tiles; group++)
            WriteCodes(bits, WriteOneSymbol, WriteOneSymbol);
        return WebpFile.Bytes([new FileChunk("VP8L", bits.ToArray())]);
    }

    // A picture of its own, whose red and green are each tile's number.
    private static void WriteTileNumbers(BitWriter bits, int tiles)
    {
        bits.Write(0, 1); // no colour cache
        WriteCodes(bits, _ => WriteAllBytes(bits, 24), _ => WriteAllBytes(bits, 0));
        for (var number = 0; number < tiles; number++)
        {
            bits.WriteCode(number & 0xFF, 8);
            bits.WriteCode(number >> 8, 8);
        }
    }

    // Five codes: green with lengths, red, blue, alpha, distance.
    private static void WriteCodes(BitWriter bits, Action<BitWriter> green, Action<BitWriter> red)
    {
        green(bits);
        red(bits);
        for (var other = 0; other < 3; other++)
            WriteOneSymbol(bits);
    }

    // The symbol 0 in no bits at all.
    private static void WriteOneSymbol(BitWriter bits) => bits.Write(0b0001, 4);

    // Every byte in eight bits: the length 8 is said once and repeated, then zeros for the symbols that are no bytes.
    private static void WriteAllBytes(BitWriter bits, int others)
    {
        bits.Write(0, 1);
        // The lengths' own code: of the order 17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, three are used.
        bits.Write(12 - 4, 4);
        foreach (var length in (int[])[0, 2, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1])
            bits.Write(length, 3);
        bits.Write(0, 1); // all symbols follow
        // By length and number: 8 is 0, 16 is 10, 18 is 11.
        bits.WriteCode(0b0, 1);
        var left = ByteSymbols - 1;
        for (; left >= 6; left -= 6)
        {
            bits.WriteCode(0b10, 2);
            bits.Write(3, 2);
        }

        bits.WriteCode(0b10, 2);
        bits.Write(left - 3, 2);
        if (others == 0)
            return;
        bits.WriteCode(0b11, 2);
        bits.Write(others - 11, 7);
    }

    /// <summary>Bits from the lowest up.</summary>
    private sealed class BitWriter
    {
        private readonly List<byte> _bytes = [];
        private int _used = 8;

        internal void Write(int value, int count)
        {
            for (var bit = 0; bit < count; bit++)
            {
                if (_used == 8)
                {
                    _bytes.Add(0);
                    _used = 0;
                }

                _bytes[^1] |= (byte)((value >> bit & 1) << _used++);
            }
        }

        /// <summary>Codes are read from their highest bit.</summary>
        internal void WriteCode(int code, int count)
        {
            for (var bit = count - 1; bit >= 0; bit--)
                Write(code >> bit, 1);
        }

        internal byte[] ToArray() => [.. _bytes];
    }
}
