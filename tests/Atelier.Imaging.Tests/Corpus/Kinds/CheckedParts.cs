using Atelier.Imaging.Tests.Provenance;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Which damage to a file cannot be overlooked.</summary>
internal static class CheckedParts
{
    private const int Around = 12;

    internal static bool IsPng(byte[] file) => file[0] == 0x89;

    /// <summary>
    /// Whether a byte of a PNG is covered by the check sum of its pixels. That of a palette is none that every decoder looks at.
    /// </summary>
    internal static bool Covers(byte[] png, int place)
    {
        var start = 8;
        foreach (var chunk in PngFile.Read(png))
        {
            var end = start + chunk.Content.Length + Around;
            if (place < end)
                return chunk.Name == "IDAT" && place >= start + 8;
            start = end;
        }

        return false;
    }
}
