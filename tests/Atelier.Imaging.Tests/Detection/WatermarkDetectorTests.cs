using Atelier.Imaging.Detection;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Detection;

/// <summary>Measured on pictures of ours: what is taken for somebody's watermark, and what should be.</summary>
[Collection(VipsRuns.Name)]
public sealed class WatermarkDetectorTests(ITestOutputHelper output)
{
    private static readonly string[] Texts =
    [
        "SAMPLE",
        "stock photo",
        "© example.com",
        "Preview",
        "fotobank",
        "DO NOT COPY",
    ];

    private static readonly double[] Opacities = [0.15, 0.2, 0.3, 0.4, 0.5];
    private static readonly double[] Turns = [0, -30, -45, 20, 30];
    private static readonly double[] Sizes = [18, 24, 32, 44];

    [Fact]
    [Trait("Requirement", "C-56")]
    public void Look_NoMark_FindsNone()
    {
        TestVips.Start();
        var pictures = Bare().ToList();

        var scores = pictures.ConvertAll(picture => (picture.Name, WatermarkDetector.Look(picture.Pixels).Score));

        output.WriteLine($"{scores.Count} pictures, highest score {scores.Max(score => score.Score):f2}");
        Assert.True(scores.Count >= 200);
        Assert.DoesNotContain(scores, score => score.Score >= 0.5);
    }

    [Fact]
    [Trait("Requirement", "C-56")]
    public void Look_MarkInTiles_FindsMostOfTheStrong()
    {
        TestVips.Start();
        var marks = Enumerable.Range(0, 120).Select(number => (Number: number, Mark: MarkOf(number))).ToList();

        var found = marks
            .Where(mark => WatermarkDetector.Look(mark.Mark.Tile(Scenes.All[mark.Number])).Found)
            .Select(mark => mark.Mark)
            .ToList();

        var strong = marks.Count(mark => IsStrong(mark.Mark));
        output.WriteLine($"{found.Count} of {marks.Count}, of the strong {found.Count(IsStrong)} of {strong}");
        Assert.True(found.Count >= 45, $"{found.Count} of {marks.Count} are found");
        Assert.True(
            found.Count(IsStrong) >= strong * 0.7,
            $"{found.Count(IsStrong)} of {strong} strong ones are found"
        );
    }

    [Fact]
    public void Look_TwiceAsLarge_FindsTheSameMark()
    {
        TestVips.Start();
        var mark = new MarkStamp("SAMPLE", 24, -30, 0.4, 255, 1.2, 2, 0.5);

        Assert.True(WatermarkDetector.Look(mark.Tile(Scenes.All[3])).Found);
        Assert.True(WatermarkDetector.Look((mark with { Size = 48 }).Tile(Scenes.Paint(3, 2))).Found);
    }

    [Fact]
    public void Look_NothingToSee_ScoresZero()
    {
        Assert.Equal(0, WatermarkDetector.Look(new PixelBuffer(1, 1, 4, [1, 2, 3, 0])).Score);
        Assert.Equal(0, WatermarkDetector.Look(new PixelBuffer(4000, 40, 3, new byte[4000 * 40 * 3])).Score);
        Assert.Equal(0, WatermarkDetector.Look(new PixelBuffer(700, 600, 4, new byte[700 * 600 * 4])).Score);
    }

    private static bool IsStrong(MarkStamp mark) => mark is { Opacity: >= 0.4, Size: < 40 };

    private static MarkStamp MarkOf(int number) =>
        new(
            Texts[number % Texts.Length],
            Sizes[number / 3 % Sizes.Length],
            Turns[number / 2 % Turns.Length],
            Opacities[number % Opacities.Length],
            number % 7 == 3 ? (byte)0 : (byte)255,
            1.2 + (number % 3 * 0.6),
            1.5 + (number % 4 * 0.7),
            number % 2 * 0.5
        );

    private static IEnumerable<(string Name, PixelBuffer Pixels)> Bare()
    {
        var scenes = Scenes.All;
        for (var number = 0; number < scenes.Count; number++)
            yield return ($"scene {number}", scenes[number]);
        for (var number = 0; number < Textures.Count; number++)
            yield return ($"texture {number}", Textures.Make(number, scenes[number]));
        for (var number = 0; number < 30; number++)
            yield return ($"in front {number}", Textures.InFront(number, scenes[number * 3]));
        for (var number = 0; number < 24; number++)
            yield return ($"cloth {number}", Textures.Cloth(number, PrintOf(number), scenes[number], number % 4 >= 2));
        for (var number = 0; number < 100; number++)
            yield return ($"wallpaper {number}", Wallpaper.Make(number, scenes[number]));
        for (var number = 0; number < 16; number++)
            yield return ($"page {number}", Textures.Page(number, 640, 560, number % 4 == 3));
    }

    private static MarkStamp PrintOf(int number) =>
        new(
            number % 2 == 0 ? "SAMPLE" : "flowers",
            26 + (number % 3 * 8),
            number % 5 * 12,
            0.9,
            number % 3 == 0 ? (byte)30 : (byte)235,
            1.2,
            1.5,
            number % 2 * 0.5
        );
}
