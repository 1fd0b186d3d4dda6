using Atelier.Imaging.Fingerprints;
using Atelier.Imaging.Painting;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Fingerprints;

/// <summary>Measured on painted scenes: what is the same picture, and what is not.</summary>
[Collection(VipsRuns.Name)]
public sealed class PerceptualHashTests(ITestOutputHelper output)
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
    ];

    [Fact]
    public void Of_SamePictureChangedAndOthers_TellsThemApart()
    {
        VipsRuntime.Start(new VipsOptions());
        var scenes = Prompts.SelectMany(prompt => Enumerable.Range(1, 4).Select(seed => Paint(prompt, seed))).ToList();
        var hashes = scenes.ConvertAll(scene => PerceptualHash.Of(scene)!.Value);
        var changed = scenes.SelectMany((scene, at) => Changes(scene).Select(other => (at, PerceptualHash.Of(other))));
        var same = changed.Select(pair => PerceptualHash.Distance(hashes[pair.at], pair.Item2!.Value)).ToList();
        var others = new List<int>();
        for (var one = 0; one < hashes.Count; one++)
        {
            for (var other = 0; other < one; other++)
            {
                others.Add(PerceptualHash.Distance(hashes[one], hashes[other]));
            }
        }

        var missed = same.Count(distance => distance > PerceptualHash.SamePicture);
        var taken = others.Count(distance => distance <= PerceptualHash.SamePicture);
        output.WriteLine($"{missed} of {same.Count} missed, most bits {same.Max()}");
        output.WriteLine($"{taken} of {others.Count} pairs taken for the same, fewest bits {others.Min()}");
        Assert.True(missed <= same.Count / 50, $"{missed} of {same.Count} changed pictures are not known again");
        Assert.True(taken <= others.Count / 100, $"{taken} of {others.Count} pairs are taken for one picture");
    }

    [Fact]
    public void Of_PlainPicture_HasNoLook()
    {
        Assert.Null(PerceptualHash.Of(new PixelBuffer(64, 48, 3, [.. Enumerable.Repeat((byte)90, 64 * 48 * 3)])));
        Assert.Null(PerceptualHash.Of(new PixelBuffer(1, 1, 4, [1, 2, 3, 4])));
    }

    private static PixelBuffer Paint(string prompt, int seed) =>
        new ScenePainter().Paint(
            new PaintOrder(prompt, null, 320, 240, (ulong)seed),
            TestContext.Current.CancellationToken
        );

    // Half the size, twice the size, brighter with less contrast, and with noise.
    private static IEnumerable<PixelBuffer> Changes(PixelBuffer scene) =>
        [
            PictureFitter.Fit(scene, scene.Width / 2, scene.Height / 2),
            PictureFitter.Fit(scene, scene.Width * 2, scene.Height * 2),
            scene with
            {
                Pixels = [.. scene.Pixels.Select(value => (byte)(20 + (value * 0.85)))],
            },
            scene with
            {
                Pixels =
                [
                    .. scene.Pixels.Select((value, at) => (byte)Math.Clamp(value + (at * 7919 % 31) - 15, 0, 255)),
                ],
            },
        ];
}
