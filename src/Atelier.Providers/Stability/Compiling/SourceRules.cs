using Atelier.Core.Catalogue;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>The pictures that Stability's services take.</summary>
internal static class SourceRules
{
    private const int MostSide = 16_384;

    /// <summary>For a new picture after an old one, and for the conservative upscaler.</summary>
    public static SizeRule Any { get; } =
        new()
        {
            MinSide = 64,
            MaxSide = MostSide,
            MinPixels = 4_096,
            MaxPixels = 9_437_184,
        };

    public static SizeRule Edit { get; } = Any with { MaxRatio = 2.5m };

    public static SizeRule Fast { get; } =
        new()
        {
            MinSide = 32,
            MaxSide = 1_536,
            MinPixels = 1_024,
            MaxPixels = 1_048_576,
        };

    public static SizeRule Creative { get; } = Any with { MaxPixels = 1_048_576 };
}
