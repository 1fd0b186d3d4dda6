using System.Buffers.Binary;

namespace Atelier.Imaging.Reading.Files;

/// <summary>
/// Walks through the markers of a JPEG file as its decoders do: whatever lies between two of them, pixels or rubbish,
/// is passed over.
/// </summary>
internal ref struct JpegMarkers
{
    internal const byte StartOfImage = 0xD8;
    internal const byte EndOfImage = 0xD9;
    internal const byte StartOfScan = 0xDA;

    private const byte Prefix = 0xFF;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">A file that starts with <see cref="StartOfImage"/>.</param>
    internal JpegMarkers(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        Place = 2;
    }

    /// <summary>The byte behind the marker and its content.</summary>
    internal int Place { get; private set; }

    internal byte Marker { get; private set; }

    /// <summary>Without the length; empty for a marker that stands alone.</summary>
    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>False at the end of the file.</summary>
    /// <exception cref="UnreadablePictureException">Damaged: the marker's content breaks off.</exception>
    internal bool MoveNext()
    {
        do
        {
            if (!FindMarker())
                return false;
        } while (IsRestart(Marker));

        Content = default;
        if (Marker is StartOfImage or EndOfImage)
            return true;

        var rest = _bytes[Place..];
        var length = rest.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (length < 2 || length > rest.Length)
            throw FileSurvey.Damaged();

        Content = rest[2..length];
        Place += length;
        return true;
    }

    // Within pixels the prefix is followed by zero when it is data, and may be repeated before a marker.
    private bool FindMarker()
    {
        while (true)
        {
            var prefix = _bytes[Place..].IndexOf(Prefix);
            if (prefix < 0)
                return false;

            var behind = _bytes[(Place + prefix)..].IndexOfAnyExcept(Prefix);
            if (behind < 0)
                return false;

            Place += prefix + behind + 1;
            Marker = _bytes[Place - 1];
            if (Marker != 0)
                return true;
        }
    }

    private static bool IsRestart(byte marker) => marker is (>= 0xD0 and <= 0xD7) or 0x01;
}
