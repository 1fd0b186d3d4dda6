using System.Buffers;
using System.Buffers.Binary;

namespace Atelier.Imaging.Reading.Files;

/// <summary>Walks through the chunks of a PNG file. Check sums are the decoder's business.</summary>
internal ref struct PngChunks
{
    private const int Frame = 12;

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="bytes">A file that starts with <see cref="Signature"/>.</param>
    internal PngChunks(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        Place = Signature.Length;
    }

    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Where the next chunk begins.</summary>
    internal int Place { get; private set; }

    internal ReadOnlySpan<byte> Name { get; private set; }

    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether a reader that does not know the chunk must give up: its name starts with a capital letter.</summary>
    internal readonly bool IsCritical => Name[0] <= 'Z';

    /// <summary>False at the end of the file, even where a chunk's first bytes are left.</summary>
    /// <exception cref="UnreadablePictureException">Damaged: the chunk breaks off, or its name is none.</exception>
    internal bool MoveNext()
    {
        var rest = _bytes[Place..];
        if (rest.Length < Frame)
            return false;

        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        Name = rest.Slice(4, 4);
        if (length > rest.Length - Frame || Name.ContainsAnyExcept(Letters))
            throw FileSurvey.Damaged();

        Content = rest.Slice(8, (int)length);
        Place += Frame + (int)length;
        return true;
    }
}
