using Atelier.Imaging.Filling;
using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Tests.Changing;

namespace Atelier.Imaging.Tests.Filling;

public sealed class FillTests
{
    private static Rows Rows => new(2, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Requirement", "C-38")]
    public void Fill_OutsideTheHole_EveryByteStays(int bands)
    {
        var photo = WorkPhotos.Texture(160, 120, bands);
        var before = photo.Pixels.ToArray();
        var hole = Box(160, 120, 50, 40, 110, 90);

        var made = PictureFiller.Fill(photo, hole, 3, Rows);

        Assert.Equal(before, photo.Pixels);
        Assert.Equal((160, 120, bands), (made.Width, made.Height, made.Bands));
        for (var at = 0; at < hole.Length; at++)
        {
            if (!hole[at])
                Assert.True(
                    made.Pixels.AsSpan(at * bands, bands).SequenceEqual(before.AsSpan(at * bands, bands)),
                    $"{at}"
                );
        }
    }

    [Fact]
    public void Fill_TheHole_LooksLikeItsSurroundings()
    {
        var photo = WorkPhotos.Texture(160, 160);
        var spoilt = photo with { Pixels = photo.Pixels.ToArray() };
        for (var y = 60; y < 100; y++)
        for (var x = 60; x < 100; x++)
            spoilt.Pixel(x, y).Fill(255);

        var made = PictureFiller.Fill(spoilt, Box(160, 160, 60, 60, 100, 100), 3, Rows);

        // Neither what was there nor one colour: mean and contrast are those of the texture.
        var (wantedMean, wantedSpread) = Inside(photo);
        var (mean, spread) = Inside(made);
        Assert.InRange(mean, wantedMean - 14, wantedMean + 14);
        Assert.InRange(spread, wantedSpread * 0.6, wantedSpread * 1.4);
    }

    [Fact]
    public void Fill_SeedAndCores_OnlyTheSeedMatters()
    {
        var photo = WorkPhotos.Texture(128, 128);
        var hole = Box(128, 128, 40, 40, 90, 90);
        var cancel = TestContext.Current.CancellationToken;

        var one = PictureFiller.Fill(photo, hole, 1, new Rows(1, cancel));
        var again = PictureFiller.Fill(photo, hole, 1, new Rows(4, cancel));
        var other = PictureFiller.Fill(photo, hole, 2, new Rows(4, cancel));

        Assert.Equal(one.Pixels, again.Pixels);
        Assert.NotEqual(one.Pixels, other.Pixels);
    }

    [Theory]
    [InlineData(16, 16, 4, 4, 12, 12)]
    [InlineData(16, 16, 0, 0, 16, 16)]
    [InlineData(200, 16, 0, 0, 199, 16)]
    [InlineData(16, 200, 7, 0, 8, 200)]
    [InlineData(64, 64, 0, 0, 64, 60)]
    public void Fill_HardlyAnythingKnown_StillFillsWithoutEnd(
        int width,
        int height,
        int left,
        int top,
        int right,
        int bottom
    )
    {
        var photo = WorkPhotos.Texture(width, height);

        var made = PictureFiller.Fill(photo, Box(width, height, left, top, right, bottom), 1, Rows);

        Assert.Equal(photo.Pixels.Length, made.Pixels.Length);
    }

    [Fact]
    public void Fill_NothingMarked_IsThePhoto()
    {
        var photo = WorkPhotos.Texture(32, 32);

        Assert.Same(photo, PictureFiller.Fill(photo, new bool[32 * 32], 1, Rows));
    }

    [Theory]
    [InlineData(40, 0, 0, 0)]
    [InlineData(0, 30, 20, 0)]
    [InlineData(16, 16, 16, 16)]
    [InlineData(0, 0, 0, 200)]
    [Trait("Requirement", "C-37")]
    public void Grow_AnySides_KeepsThePhotoByteForByteAndFillsTheRest(int left, int right, int top, int bottom)
    {
        var photo = WorkPhotos.Texture(96, 80, 4);

        var made = PictureFiller.Grow(photo, left, right, top, bottom, 2, Rows);

        Assert.Equal((96 + left + right, 80 + top + bottom), (made.Width, made.Height));
        for (var y = 0; y < 80; y++)
        for (var x = 0; x < 96; x++)
            Assert.True(made.Pixel(x + left, y + top).SequenceEqual(photo.Pixel(x, y)), $"{x},{y}");
        // Alpha of what grew is that of what it grew from.
        Assert.InRange(made.Pixel(0, 0)[3], 195, 240);
        Assert.InRange(made.Pixel(made.Width - 1, made.Height - 1)[3], 195, 240);
    }

    [Fact]
    public void Grow_LargerThanIsSearched_KeepsThePhotoAndFills()
    {
        var photo = WorkPhotos.Texture(2200, 2100);

        var made = PictureFiller.Grow(photo, 64, 0, 0, 0, 2, Rows);

        Assert.True(made.Pixel(64, 0).SequenceEqual(photo.Pixel(0, 0)));
        Assert.True(made.Pixel(2263, 2099).SequenceEqual(photo.Pixel(2199, 2099)));
        Assert.InRange(Math.Abs(made.Pixel(30, 1000)[0] - 120), 0, 95);
    }

    private static bool[] Box(int width, int height, int left, int top, int right, int bottom)
    {
        var hole = new bool[width * height];
        for (var y = top; y < bottom; y++)
            hole.AsSpan((y * width) + left, right - left).Fill(true);
        return hole;
    }

    private static (double Mean, double Spread) Inside(PixelBuffer picture)
    {
        var values = new List<double>();
        for (var y = 60; y < 100; y++)
        for (var x = 60; x < 100; x++)
            values.Add(picture.Pixel(x, y)[0]);
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
