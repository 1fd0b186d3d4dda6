using Atelier.Core.Catalogue;

namespace Atelier.Providers.Gemini;

/// <summary>How a size is said: a ratio, and 1K, 2K or 4K. Two and four times the pixels of 1K are 2K and 4K.</summary>
internal static class GeminiShape
{
    private static readonly (string Ratio, PixelSize Size)[] OneK =
    [
        ("1:1", new(1024, 1024)),
        ("16:9", new(1376, 768)),
        ("9:16", new(768, 1376)),
        ("3:2", new(1264, 848)),
        ("2:3", new(848, 1264)),
        ("4:3", new(1200, 896)),
        ("3:4", new(896, 1200)),
        ("21:9", new(1584, 672)),
    ];

    /// <summary>The words for a size; null where there are none.</summary>
    public static (string Ratio, string Size)? Of(PixelSize size)
    {
        foreach (var (ratio, one) in OneK)
        {
            foreach (var times in (ReadOnlySpan<int>)[1, 2, 4])
            {
                if (size == new PixelSize(one.Width * times, one.Height * times))
                {
                    return (ratio, $"{times}K");
                }
            }
        }

        return null;
    }

    /// <summary>Whether the size is one of 1K.</summary>
    public static bool IsSmall(PixelSize size) => OneK.Any(one => one.Size == size);
}
