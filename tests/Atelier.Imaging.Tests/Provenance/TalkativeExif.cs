using System.Buffers.Binary;
using System.Text;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>An EXIF block with the camera's name and a place, byte by byte.</summary>
internal static class TalkativeExif
{
    private const int FirstDirectory = 8;
    private const int PlaceDirectory = FirstDirectory + 2 + 2 * 12 + 4;
    private const int Values = PlaceDirectory + 2 + 4 * 12 + 4;
    private const int AngleSize = 24;

    internal static byte[] Tiff() =>
        [
            .. "MM\0*"u8,
            .. Number(FirstDirectory),
            0,
            2,
            .. Entry(0x0110, type: 2, TalkativeFile.Camera.Length + 1, Number(Values + 2 * AngleSize)),
            .. Entry(0x8825, type: 4, 1, Number(PlaceDirectory)),
            .. Number(0),
            0,
            4,
            .. Entry(1, type: 2, 2, [(byte)'N', 0, 0, 0]),
            .. Entry(2, type: 5, 3, Number(Values)),
            .. Entry(3, type: 2, 2, [(byte)'E', 0, 0, 0]),
            .. Entry(4, type: 5, 3, Number(Values + AngleSize)),
            .. Number(0),
            .. Angle(52, 31),
            .. Angle(13, 24),
            .. Encoding.ASCII.GetBytes(TalkativeFile.Camera),
            0,
        ];

    private static byte[] Entry(ushort tag, ushort type, int count, byte[] value)
    {
        var entry = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(entry, tag);
        BinaryPrimitives.WriteUInt16BigEndian(entry.AsSpan(2), type);
        BinaryPrimitives.WriteInt32BigEndian(entry.AsSpan(4), count);
        value.CopyTo(entry, 8);
        return entry;
    }

    private static byte[] Angle(int degrees, int minutes) =>
        [.. Number(degrees), .. Number(1), .. Number(minutes), .. Number(1), .. Number(0), .. Number(1)];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
