using Atelier.Imaging.Cutting;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Tests.Changing;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Cutting;

[Collection(VipsRuns.Name)]
public sealed class CutTests
{
    private static readonly Lazy<SubjectNetwork?> Loaded = new(() => SubjectNetwork.Load(new VipsOptions()));

    public CutTests() => VipsRuntime.Start(new VipsOptions());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CutMethod.Plain, 320, 3)]
    [InlineData(CutMethod.Plain, 900, 3)]
    [InlineData(CutMethod.Plain, 320, 4)]
    [InlineData(CutMethod.Network, 320, 3)]
    [InlineData(CutMethod.Network, 900, 4)]
    [Trait("Requirement", "C-39")]
    public void Cut_DiscOnPaper_LeavesTheDiscWithoutRimsOfPaper(CutMethod method, int side, int bands)
    {
        var network = Network(method);
        var photo = WorkPhotos.Disc(side, bands: bands);

        var made = Cut(photo, new CutOptions(method, Refine: true, Shadow: false), network);

        Assert.Equal((side, side, 4), (made.Width, made.Height, made.Bands));
        var (wrong, pale) = (0, 0);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
        {
            var far = Math.Sqrt(Math.Pow(x + 0.5 - (side / 2.0), 2) + Math.Pow(y + 0.5 - (side / 2.0), 2));
            var pixel = made.Pixel(x, y);
            wrong += (far < (0.23 * side) && pixel[3] < 250) || (far > (0.27 * side) && pixel[3] > 5) ? 1 : 0;
            // The paper's green must not shine through what is half seen.
            pale += pixel[3] > 40 && pixel[1] > 110 ? 1 : 0;
        }

        Assert.InRange(wrong, 0, side * side / 400);
        Assert.InRange(pale, 0, side / 4);
        // Where all is seen, the photo's own colour.
        Assert.True(made.Pixel(side / 2, side / 2)[..3].SequenceEqual(photo.Pixel(side / 2, side / 2)[..3]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cut_ShadowOnPaper_IsKeptDarkAndSoftOrDropped(bool kept)
    {
        var network = Network(CutMethod.Network);
        var photo = WorkPhotos.Disc(320, shadow: true);

        var made = Cut(photo, new CutOptions(CutMethod.Network, Refine: true, kept), network);

        var pixel = made.Pixel(240, 250);
        if (kept)
        {
            Assert.InRange(pixel[3], 20, 120);
            Assert.InRange(pixel[0], 0, 40);
        }
        else
        {
            Assert.InRange(pixel[3], 0, 10);
        }

        Assert.Equal(0, made.Pixel(4, 4)[3]);
    }

    [Fact]
    public void Cut_BackgroundNotPlain_IsRefusedByThePlainMethod() =>
        Assert.Throws<NoSubjectException>(() =>
            Cut(WorkPhotos.Texture(160, 120), new CutOptions(CutMethod.Plain, true, false), null)
        );

    [Fact]
    public void Cut_NothingBeforeThePaper_IsRefusedByThePlainMethod() =>
        Assert.Throws<NoSubjectException>(() =>
            Cut(
                new PixelBuffer(64, 64, 3, [.. Enumerable.Repeat((byte)240, 64 * 64 * 3)]),
                new CutOptions(CutMethod.Plain, true, false),
                null
            )
        );

    [Fact]
    public void Cut_WhatWasTransparent_StaysIt()
    {
        var photo = WorkPhotos.Disc(160, bands: 4);
        for (var y = 70; y < 90; y++)
        for (var x = 70; x < 90; x++)
            photo.Pixel(x, y)[3] = 0;

        var made = Cut(photo, new CutOptions(CutMethod.Plain, true, false), null);

        Assert.Equal((0, 255), (made.Pixel(80, 80)[3], made.Pixel(60, 80)[3]));
    }

    internal static SubjectNetwork? Network(CutMethod method = CutMethod.Network)
    {
        if (method == CutMethod.Plain)
            return null;

        Assert.SkipWhen(Loaded.Value is null, "ONNX Runtime or its weights are not installed.");
        return Loaded.Value;
    }

    private static PixelBuffer Cut(PixelBuffer photo, CutOptions options, SubjectNetwork? network) =>
        Cutter.Cut(photo, options, network, new Rows(2, Cancel), Cancel);
}
