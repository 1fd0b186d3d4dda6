namespace Atelier.Imaging.Reading.Files;

/// <summary>Finds the packed part of the three chunks that have one.</summary>
internal static class PngPackedChunk
{
    /// <summary>Empty when nothing is packed.</summary>
    internal static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        // A name, and how it is packed (there is but one way).
        if (name.SequenceEqual("iCCP"u8) || name.SequenceEqual("zTXt"u8))
            return From(AfterText(content), 1);
        if (!name.SequenceEqual("iTXt"u8))
            return [];

        // A name, whether and how it is packed, a language, and the name in that language.
        var rest = AfterText(content);
        return rest is [1, ..] ? AfterText(AfterText(From(rest, 2))) : [];
    }

    private static ReadOnlySpan<byte> AfterText(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)0);
        return end < 0 ? [] : content[(end + 1)..];
    }

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> content, int start) =>
        content.Length < start ? [] : content[start..];
}
