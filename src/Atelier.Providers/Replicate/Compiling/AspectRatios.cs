using Atelier.Core.Catalogue;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>The ratios that the Flux models take by name, each with what comes of it.</summary>
internal static class AspectRatios
{
    /// <summary>Flux Schnell's, at one megapixel.</summary>
    public static IReadOnlyDictionary<string, PixelSize> Flux { get; } =
        new Dictionary<string, PixelSize>
        {
            ["1:1"] = new(1024, 1024),
            ["16:9"] = new(1344, 768),
            ["21:9"] = new(1536, 640),
            ["3:2"] = new(1216, 832),
            ["2:3"] = new(832, 1216),
            ["4:5"] = new(896, 1088),
            ["5:4"] = new(1088, 896),
            ["3:4"] = new(896, 1152),
            ["4:3"] = new(1152, 896),
            ["9:16"] = new(768, 1344),
            ["9:21"] = new(640, 1536),
        };

    /// <summary>Flux Kontext's, as far as they are known; the others as they are called.</summary>
    public static IReadOnlyDictionary<string, PixelSize> Kontext { get; } =
        new Dictionary<string, PixelSize>
        {
            ["1:1"] = new(1024, 1024),
            ["16:9"] = new(1392, 752),
            ["9:16"] = new(752, 1392),
            ["4:3"] = new(1184, 880),
            ["3:4"] = new(880, 1184),
            ["3:2"] = new(1248, 832),
            ["2:3"] = new(832, 1248),
            ["4:5"] = new(4, 5),
            ["5:4"] = new(5, 4),
            ["21:9"] = new(21, 9),
            ["9:21"] = new(9, 21),
            ["2:1"] = new(2, 1),
            ["1:2"] = new(1, 2),
        };

    /// <summary>The ratio whose picture is nearest to that of the size.</summary>
    public static string Nearest(PixelSize size, IReadOnlyDictionary<string, PixelSize> ratios) =>
        ratios.MinBy(ratio => NativeSize.Stretch(size, ratio.Value)).Key;
}
