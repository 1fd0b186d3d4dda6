using System.Buffers.Binary;

namespace Atelier.Imaging.Reading.Files;

/// <summary>Walks through the chunks of a WebP file, or of one frame in it.</summary>
internal ref struct WebpChunks(ReadOnlySpan<byte> bytes)
{
    private const int Head = 8;

    private ReadOnlySpan<byte> _rest = bytes;

    internal ReadOnlySpan<byte> Name { get; private set; }

    internal ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>False at the end.</summary>
    /// <exception cref="UnreadablePictureException">Damaged: the chunk breaks off.</exception>
    internal bool MoveNext()
    {
        if (_rest.Length < Head)
            return false;

        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest[4..]);
        if (length > _rest.Length - Head)
            throw FileSurvey.Damaged();

        Name = _rest[..4];
        Content = _rest.Slice(Head, (int)length);
        // Some writers forget the pad byte behind an odd last chunk.
        _rest = _rest[Math.Min(_rest.Length, Head + (int)length + (int)(length & 1))..];
        return true;
    }
}
