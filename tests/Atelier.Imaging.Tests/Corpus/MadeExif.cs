using System.Buffers.Binary;
using System.Text;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>EXIF blocks (TIFF directories) written by hand.</summary>
internal static class MadeExif
{
    private const ushort OrientationTag = 0x0112;
    private const ushort DescriptionTag = 0x010E;
    private const ushort GpsTag = 0x8825;

    /// <summary>What a careless reader would publish.</summary>
    internal const string Secret = "Unter den Linden 77";

    internal static byte[] Orientation(int orientation, bool littleEndian) =>
        [.. Head(littleEndian), .. Directory(littleEndian, 0, (OrientationTag, 3, 1, orientation))];

    /// <summary>A place on Earth, a description, and a picture that lies on its side.</summary>
    internal static byte[] WithPlace(int orientation = 1)
    {
        var text = Encoding.ASCII.GetBytes(Secret + "\0");
        const int first = 8;
        const int gps = first + 2 + 3 * 12 + 4;
        const int degrees = gps + 2 + 4 * 12 + 4;
        const int words = degrees + 2 * 24;
        return
        [
            .. Head(false),
            .. Directory(
                false,
                0,
                (DescriptionTag, 2, text.Length, words),
                (OrientationTag, 3, 1, orientation),
                (GpsTag, 4, 1, gps)
            ),
            .. Directory(false, 0, (1, 2, 2, 'N'), (2, 5, 3, degrees), (3, 2, 2, 'E'), (4, 5, 3, degrees + 24)),
            .. Rationals(52, 31, 1),
            .. Rationals(13, 22, 46),
            .. text,
        ];
    }

    /// <summary>Directories that name each other as the next one, and tags that claim more than there is.</summary>
    internal static byte[] Endless() =>
        [
            .. Head(false),
            .. Directory(false, 8, (OrientationTag, 3, 1, 6), (DescriptionTag, 2, int.MaxValue, 8), (GpsTag, 4, 1, 8)),
        ];

    private static byte[] Head(bool littleEndian) =>
        littleEndian ? [.. "II*\0"u8, 8, 0, 0, 0] : [.. "MM\0*"u8, 0, 0, 0, 8];

    private static byte[] Directory(
        bool littleEndian,
        int next,
        params (ushort Tag, ushort Type, int Count, int Value)[] entries
    ) =>
        [
            .. Short(littleEndian, entries.Length),
            .. entries.SelectMany(entry =>
                (byte[])
                    [
                        .. Short(littleEndian, entry.Tag),
                        .. Short(littleEndian, entry.Type),
                        .. Long(littleEndian, entry.Count),
                        .. Value(littleEndian, entry.Type, entry.Count, entry.Value),
                    ]
            ),
            .. Long(littleEndian, next),
        ];

    // What fits into four bytes stands in them, at their beginning.
    private static byte[] Value(bool littleEndian, ushort type, int count, int value) =>
        (type, count) switch
        {
            (2, <= 4) => [(byte)value, 0, 0, 0],
            (3, 1) => [.. Short(littleEndian, value), 0, 0],
            _ => Long(littleEndian, value),
        };

    private static byte[] Rationals(params int[] values) =>
        [.. values.SelectMany(value => (byte[])[.. Long(false, value), .. Long(false, 1)])];

    private static byte[] Short(bool littleEndian, int value) =>
        littleEndian ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];

    private static byte[] Long(bool littleEndian, int value)
    {
        var bytes = new byte[4];
        if (littleEndian)
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
