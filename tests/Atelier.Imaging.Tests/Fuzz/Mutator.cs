using System.Buffers.Binary;
using Atelier.Imaging.Painting.Core;
using Atelier.Imaging.Tests.Provenance;

namespace Atelier.Imaging.Tests.Fuzz;

/// <summary>Spoils good files. The same seed gives the same bytes, always.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> files)
{
    private static readonly int[] Telling =
    [
        0,
        1,
        0x7F,
        0x80,
        0xFF,
        0x7FFF,
        0xFFFF,
        0x10000,
        int.MaxValue,
        int.MinValue,
        -1,
    ];

    private readonly IReadOnlyList<(byte[] Bytes, IReadOnlyList<Range> Pieces)> _files =
    [
        .. files.Select(file => (file, Pieces.Of(file))),
    ];

    internal byte[] Make(ulong seed)
    {
        var random = new Rng(seed);
        var (file, pieces) = _files[random.Int(_files.Count)];
        var bytes = file.ToList();
        for (var turns = 1 + random.Int(3); turns > 0 && bytes.Count > 0; turns--)
            Change(bytes, pieces, ref random);

        var made = bytes.ToArray();
        // A decoder stops at a false sum; with a right one the spoilt bytes get further.
        return random.Chance(0.7f) ? WithRightSums(made) : made;
    }

    private void Change(List<byte> bytes, IReadOnlyList<Range> pieces, ref Rng random)
    {
        var at = random.Int(bytes.Count);
        var length = Math.Min(bytes.Count - at, 1 + random.Int(random.Chance(0.5f) ? 8 : 400));
        switch (random.Int(10))
        {
            case 0:
            case 1:
                for (var flips = 1 + random.Int(8); flips > 0; flips--)
                    bytes[random.Int(bytes.Count)] ^= (byte)(1 << random.Int(8));
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(random.Int(bytes.Count), bytes.GetRange(at, length));
                break;
            case 5:
                var other = _files[random.Int(_files.Count)].Bytes;
                bytes.InsertRange(at, other[random.Int(other.Length)..]);
                break;
            case 6:
                RepeatPiece(bytes, pieces[random.Int(pieces.Count)], 1 + random.Int(random.Chance(0.1f) ? 2000 : 4));
                break;
            case 7:
                MovePiece(bytes, pieces[random.Int(pieces.Count)], at);
                break;
            case 8:
                var piece = pieces[random.Int(pieces.Count)].Start.Value + random.Int(4);
                Overwrite(bytes, piece, Telling[random.Int(Telling.Length)], random.Chance(0.5f));
                break;
            default:
                Overwrite(
                    bytes,
                    at,
                    random.Chance(0.5f) ? (int)random.Next() : Telling[random.Int(Telling.Length)],
                    random.Chance(0.5f)
                );
                break;
        }
    }

    // Earlier changes may have moved or removed what the good file had there: then it is any other range.
    private static (int Start, int Length) Within(List<byte> bytes, Range piece)
    {
        var start = Math.Min(piece.Start.Value, bytes.Count);
        return (start, Math.Min(piece.End.Value, bytes.Count) - start);
    }

    private static void RepeatPiece(List<byte> bytes, Range piece, int times)
    {
        var (start, length) = Within(bytes, piece);
        var content = bytes.GetRange(start, length);
        // Half a megabyte is enough, or all time would go into copying.
        times = Math.Min(times, 500_000 / Math.Max(1, length));
        bytes.InsertRange(start, Enumerable.Repeat(content, times).SelectMany(part => part).ToList());
    }

    private static void MovePiece(List<byte> bytes, Range piece, int to)
    {
        var (start, length) = Within(bytes, piece);
        var content = bytes.GetRange(start, length);
        bytes.RemoveRange(start, length);
        bytes.InsertRange(Math.Min(to, bytes.Count), content);
    }

    private static void Overwrite(List<byte> bytes, int at, int value, bool bigEndian)
    {
        Span<byte> number = stackalloc byte[4];
        if (bigEndian)
            BinaryPrimitives.WriteInt32BigEndian(number, value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(number, value);
        for (var index = 0; index < number.Length && at + index < bytes.Count; index++)
            bytes[at + index] = number[index];
    }

    private static byte[] WithRightSums(byte[] file)
    {
        if (file.Length < 8 || file[0] != 0x89)
            return file;

        for (var at = 8; at <= file.Length - 12; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                break;
            PngFile.WriteSum(file.AsSpan(at, 12 + (int)length));
            at += 12 + (int)length;
        }

        return file;
    }
}
