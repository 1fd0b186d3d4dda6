using Atelier.Imaging.Enlarging;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Tests.Changing;

namespace Atelier.Imaging.Tests.Enlarging;

public sealed class EnlargeTests
{
    private static Rows Rows => new(2, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(3, 128, 96)]
    [InlineData(4, 200, 150)]
    [InlineData(3, 65, 49)]
    [Trait("Requirement", "C-36")]
    public void Enlarge_AnySize_IsThatLargeAndShowsTheSame(int bands, int width, int height)
    {
        var photo = WorkPhotos.Disc(64, bands: bands);

        var made = Enlarger.Enlarge(photo, width, height, detail: false, denoise: false, Rows);
        var back = Lanczos.Scale(made, 64, 64, Rows);

        Assert.Equal((width, height, bands), (made.Width, made.Height, made.Bands));
        Assert.InRange(WorkPhotos.Apart(photo, back), 0, 1.5);
    }

    [Fact]
    public void Enlarge_OneColour_StaysIt()
    {
        var photo = new PixelBuffer(20, 20, 3, [.. Enumerable.Repeat((byte)77, 1200)]);

        foreach (var detail in (bool[])[false, true])
            Assert.All(Enlarger.Enlarge(photo, 50, 70, detail, true, Rows).Pixels, value => Assert.Equal(77, value));
    }

    [Fact]
    public void Enlarge_Transparency_NoColourOfWhatNobodySeesBleedsIn()
    {
        var photo = new PixelBuffer(16, 16, 4, new byte[16 * 16 * 4]);
        for (var at = 0; at < 256; at++)
            (at % 16 < 8 ? (byte[])[200, 10, 10, 255] : [0, 255, 0, 0]).CopyTo(photo.Pixels, at * 4);

        var made = Enlarger.Enlarge(photo, 64, 64, detail: false, denoise: false, Rows);

        for (var at = 0; at < made.Pixels.Length; at += 4)
        {
            if (made.Pixels[at + 3] > 8)
                Assert.InRange(made.Pixels[at + 1], 0, 30);
        }
    }

    // An edge between 60 and 190: what rings would go beyond.
    [Fact]
    public void Enlarge_WithDetail_IsSteeperAndRingsNoMoreThanWithout()
    {
        var photo = new PixelBuffer(32, 32, 3, new byte[32 * 32 * 3]);
        for (var at = 0; at < photo.Pixels.Length; at++)
            photo.Pixels[at] = (at / 3 % 32) switch
            {
                < 15 => 60,
                15 => 95,
                16 => 155,
                _ => 190,
            };

        var plain = Enlarger.Enlarge(photo, 128, 128, detail: false, denoise: false, Rows);
        var boosted = Enlarger.Enlarge(photo, 128, 128, detail: true, denoise: false, Rows);

        Assert.True(Steepest(boosted) > Steepest(plain), $"{Steepest(boosted)} {Steepest(plain)}");
        Assert.True(boosted.Pixels.Max() <= Math.Max((int)plain.Pixels.Max(), 199), $"{boosted.Pixels.Max()}");
        Assert.True(boosted.Pixels.Min() >= Math.Min((int)plain.Pixels.Min(), 51), $"{boosted.Pixels.Min()}");
    }

    [Fact]
    public void Denoise_NoisyDisc_ComesNearerToTheCleanOneAndKeepsItsEdge()
    {
        var clean = WorkPhotos.Disc(96);
        var noisy = Noisy(clean, 14);

        var made = NoiseFilter.Apply(noisy, Rows);

        Assert.InRange(NoiseFilter.NoiseOf(noisy), 4, 16);
        Assert.True(WorkPhotos.Apart(clean, made) < 0.6 * WorkPhotos.Apart(clean, noisy));
        Assert.True(made.Pixel(48, 48)[0] - made.Pixel(48, 48)[1] > 120);
        Assert.True(
            made.Pixel(20, 48)[1] > 200 && made.Pixel(28, 48)[1] < 70,
            $"{made.Pixel(20, 48)[1]} {made.Pixel(28, 48)[1]}"
        );
    }

    [Fact]
    public void Denoise_CleanPicture_IsLeftAlone()
    {
        var clean = WorkPhotos.Disc(96);

        Assert.Same(clean, NoiseFilter.Apply(clean, Rows));
    }

    private static int Steepest(PixelBuffer picture) =>
        Enumerable.Range(1, 127).Max(x => Math.Abs(picture.Pixel(x, 64)[0] - picture.Pixel(x - 1, 64)[0]));

    private static PixelBuffer Noisy(PixelBuffer picture, int most)
    {
        var dice = 1u;
        return picture with
        {
            Pixels =
            [
                .. picture.Pixels.Select(value =>
                {
                    dice = (dice * 1664525u) + 1013904223u;
                    return (byte)Math.Clamp(value + (int)(dice >> 16) % ((2 * most) + 1) - most, 0, 255);
                }),
            ],
        };
    }
}
