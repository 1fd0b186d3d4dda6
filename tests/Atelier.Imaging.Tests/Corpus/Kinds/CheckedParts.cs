using Atelier.Imaging.Tests.Provenance;

namespace Atelier.Imaging.Tests.Corpus.Kinds;

/// <summary>Which damage to a file cannot be overlooked.</summary>
internal static class CheckedParts
{
    private const int Around = 12;

    internal static bool IsPng(byte[] file) => file[0] == 0x89;

    /// <summary>Whether a byte of a PNG is covered by the check sum of its pixels or of what they mean.</summary>
    internal static bool Covers(byte[] png, int place)
    {
        var start = 8;
        foreach (var chunk in PngFile.Read(png))
        {
            var end = start + chunk.Content.Length + Around;
            if (place < end)
                return chunk.Name is "IDAT" or "PLTE" && place >= start + 8 && place < end;
            start = end;
        }

        return false;
    }
}
