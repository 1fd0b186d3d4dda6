using Atelier.Imaging.Stylising;
using Atelier.Imaging.Tests.Painting;

namespace Atelier.Imaging.Tests.Stylising;

public sealed class PhotoStyliserTests
{
    public static TheoryData<PhotoStyle> Styles => [.. Enum.GetValues<PhotoStyle>()];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_OnMoreThreads_GivesTheSameBytes(PhotoStyle style)
    {
        var photo = Photo(211, 157, bands: 4);
        var before = photo.Pixels.ToArray();

        var alone = new PhotoStyliser(degree: 1).Stylise(photo, style, Cancel);

        Assert.Equal(alone.Pixels, new PhotoStyliser(degree: 2).Stylise(photo, style, Cancel).Pixels);
        Assert.Equal(alone.Pixels, new PhotoStyliser(degree: 7).Stylise(photo, style, Cancel).Pixels);
        Assert.Equal(before, photo.Pixels);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_WithAlpha_KeepsItAndHidesWhatItHid(PhotoStyle style)
    {
        var photo = Photo(96, 80, bands: 4);
        var other = photo with { Pixels = photo.Pixels.ToArray() };
        for (var at = 0; at < other.Pixels.Length; at += 4)
        {
            if (other.Pixels[at + 3] == 0)
                other.Pixels.AsSpan(at, 3).Fill((byte)(at % 251));
        }

        var made = new PhotoStyliser().Stylise(photo, style, Cancel);
        var same = new PhotoStyliser().Stylise(other, style, Cancel);

        Assert.NotEqual(photo.Pixels, other.Pixels);
        Assert.Equal((96, 80, 4), (made.Width, made.Height, made.Bands));
        Assert.Equal(Band(photo, 3), Band(made, 3));
        Assert.Equal(made.Pixels, same.Pixels);
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_TwoToneTransparentEverywhere_StillGivesAPicture(PhotoStyle style)
    {
        var photo = new PixelBuffer(32, 32, 4, new byte[32 * 32 * 4]);

        Assert.Equal(Band(photo, 3), Band(new PhotoStyliser().Stylise(photo, style, Cancel), 3));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_OddSizes_GivesThemBack(PhotoStyle style)
    {
        foreach (var (width, height) in new[] { (16, 16), (17, 129), (1000, 16), (16, 1000), (257, 31) })
        {
            var made = new PhotoStyliser().Stylise(Photo(width, height), style, Cancel);

            Assert.Equal((width, height, 3), (made.Width, made.Height, made.Bands));
            Assert.Equal(width * height * 3, made.Pixels.Length);
        }
    }

    [Theory]
    [InlineData(15, 200)]
    [InlineData(200, 15)]
    [InlineData(16_384, 16)]
    public void Stylise_SideOutOfBounds_IsRefused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new PhotoStyliser().Stylise(
                new PixelBuffer(width, height, 3, new byte[width * height * 3]),
                PhotoStyle.Oil,
                Cancel
            )
        );

    [Fact]
    public void Stylise_UnknownStyle_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new PhotoStyliser().Stylise(Photo(20, 20), (PhotoStyle)99, Cancel)
        );

    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_TokenCancelled_Stops(PhotoStyle style) =>
        Assert.Throws<OperationCanceledException>(() =>
            new PhotoStyliser().Stylise(Photo(64, 64), style, new CancellationToken(canceled: true))
        );

    // What is thrown away on the way counts too, so this bounds what lives at a time from above.
    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_WhateverItShows_TakesMemoryByItsPixels(PhotoStyle style)
    {
        const int Side = 576;
        const int MostBytes = 64;
        var noise = new byte[Side * Side * 3];
        for (var at = 0; at < noise.Length; at++)
            noise[at] = (byte)(((uint)at * 2654435761u) >> 24);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = new PhotoStyliser(degree: 1).Stylise(new PixelBuffer(Side, Side, 3, noise), style, Cancel);

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (Side * Side);
        Assert.True(each <= MostBytes, $"{style} takes {each} bytes a pixel");
    }

    internal static PixelBuffer Photo(int width, int height, int bands = 3)
    {
        var painted = Pictures.Paint("a fox on a hill, autumn forest, sunset", "photo", width, height);
        if (bands == 3)
            return painted;
        var pixels = new byte[width * height * 4];
        for (var at = 0; at < width * height; at++)
        {
            painted.Pixels.AsSpan(at * 3, 3).CopyTo(pixels.AsSpan(at * 4));
            // Holes, rims and what is seen wholly.
            pixels[(at * 4) + 3] = (at / width / 20 % 3) switch
            {
                0 => 0,
                1 => (byte)(at * 7),
                _ => 255,
            };
        }

        return new PixelBuffer(width, height, 4, pixels);
    }

    private static byte[] Band(PixelBuffer picture, int band) =>
        [.. picture.Pixels.Where((_, at) => at % picture.Bands == band)];
}
