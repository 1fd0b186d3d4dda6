using Atelier.Imaging.Painting;

namespace Atelier.Imaging.Tests.Detection;

/// <summary>Painted pictures without anybody's mark.</summary>
internal static class Scenes
{
    private static readonly string[] Prompts =
    [
        "a calm lake in the mountains at sunset",
        "a city at night",
        "a forest in fog",
        "a ship on the sea",
        "flowers in a meadow",
        "a cat under a tree",
        "a house in the desert",
        "aurora over snow",
        "rain over a city",
        "birds over the sea at dawn",
        "a red house in a forest in autumn",
        "stars over mountains",
    ];

    private static readonly (int Width, int Height)[] Sizes = [(640, 480), (512, 512), (480, 720), (768, 432)];

    private static readonly Lazy<List<PixelBuffer>> Painted = new(() =>
        [
            .. Enumerable
                .Range(0, Prompts.Length * PaintVocabulary.Known.Styles.Count * 2)
                .Select(number => Paint(number, 1)),
        ]
    );

    /// <summary>Each prompt in each style, twice.</summary>
    internal static IReadOnlyList<PixelBuffer> All => Painted.Value;

    /// <param name="scale">2 gives twice the width and height.</param>
    internal static PixelBuffer Paint(int number, int scale)
    {
        var styles = PaintVocabulary.Known.Styles;
        var (width, height) = Sizes[number % Sizes.Length];
        return new ScenePainter().Paint(
            new PaintOrder(
                Prompts[number % Prompts.Length],
                styles[number / Prompts.Length % styles.Count],
                width * scale,
                height * scale,
                (ulong)number
            ),
            TestContext.Current.CancellationToken
        );
    }
}
