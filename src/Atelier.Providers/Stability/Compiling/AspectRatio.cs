using Atelier.Core.Catalogue;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>The ratios of the second API, which takes no pixels.</summary>
internal static class AspectRatio
{
    private static readonly (string Name, PixelSize Shape)[] Ratios =
    [
        ("21:9", new(21, 9)),
        ("16:9", new(16, 9)),
        ("3:2", new(3, 2)),
        ("5:4", new(5, 4)),
        ("1:1", new(1, 1)),
        ("4:5", new(4, 5)),
        ("2:3", new(2, 3)),
        ("9:16", new(9, 16)),
        ("9:21", new(9, 21)),
    ];

    /// <summary>The one that is nearest to a size.</summary>
    public static string Of(PixelSize size) => Ratios.MinBy(ratio => NativeSize.Stretch(ratio.Shape, size)).Name;
}
