using Atelier.Core.Catalogue;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>The ratios that the Flux models take by name.</summary>
internal static class AspectRatios
{
    /// <summary>Of all of them.</summary>
    public static IReadOnlyList<string> Flux { get; } =
    ["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"];

    /// <summary>Those and two more.</summary>
    public static IReadOnlyList<string> Kontext { get; } = [.. Flux, "2:1", "1:2"];

    /// <summary>The ratio that is nearest to that of the size.</summary>
    public static string Nearest(PixelSize size, IReadOnlyList<string> names) =>
        names.MinBy(name => NativeSize.Stretch(size, SizeOf(name)))!;

    private static PixelSize SizeOf(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return new PixelSize(
            int.Parse(name.AsSpan(0, colon), System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(name.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture)
        );
    }
}
