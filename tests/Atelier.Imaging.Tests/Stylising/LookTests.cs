using Atelier.Imaging.Stylising;
using Atelier.Imaging.Tests.Painting;

namespace Atelier.Imaging.Tests.Stylising;

/// <summary>Each filter does what its name says.</summary>
public sealed class LookTests
{
    private static readonly Lazy<PixelBuffer> Large = new(() => PhotoStyliserTests.Photo(768, 576));

    public static TheoryData<PhotoStyle> Styles => [.. Enum.GetValues<PhotoStyle>()];

    [Fact]
    public void Stylise_EveryStyle_GivesAnotherPicture()
    {
        var photo = PhotoStyliserTests.Photo(240, 180);
        List<PixelBuffer> made = [photo, .. Enum.GetValues<PhotoStyle>().Select(style => Stylise(photo, style))];

        for (var one = 0; one < made.Count; one++)
        for (var other = 0; other < one; other++)
        {
            var apart = Pictures.Difference(made[one], made[other]);
            Assert.True(apart > 2.5, $"{one} and {other} differ by {apart:F1}");
        }
    }

    // Real photos have the same detail at both sizes only up to what the small one can show.
    [Theory]
    [MemberData(nameof(Styles))]
    public void Stylise_ThreeTimesTheSize_LooksAlike(PhotoStyle style)
    {
        var large = Large.Value;
        var small = Pictures.Shrink(large, 3);

        var one = Pictures.Shrink(Stylise(large, style), 3);
        var other = Stylise(small, style);

        var apart = Pictures.Difference(one, other);
        Assert.True(apart < 9, $"{style} differs by {apart:F1}");
        Assert.True(apart * 1.2 < Pictures.Difference(small, other), $"{style} differs by {apart:F1}");
    }

    [Fact]
    public void Stylise_Pixel_IsSquaresOfFewColours()
    {
        const int Dot = 4;
        var made = Stylise(PhotoStyliserTests.Photo(512, 384), PhotoStyle.Pixel);

        var colours = new HashSet<int>();
        for (var y = 0; y < made.Height; y++)
        for (var x = 0; x < made.Width; x++)
        {
            var colour = At(made, x, y);
            colours.Add(colour);
            Assert.Equal(At(made, x - (x % Dot), y - (y % Dot)), colour);
        }

        Assert.InRange(colours.Count, 8, 24);
    }

    [Theory]
    [InlineData(PhotoStyle.Cartoon, 60)]
    [InlineData(PhotoStyle.BoldInk, 30)]
    public void Stylise_WhereDarkMeetsLight_DrawsALineAndNoneElsewhere(PhotoStyle style, int ink)
    {
        var made = Stylise(HalfAndHalf(128, left: 90, right: 200), style);

        Assert.True(Enumerable.Range(40, 48).Min(x => Light(made, x, 64)) < ink);
        Assert.True(Light(made, 20, 64) > ink + 20);
        Assert.True(Light(made, 110, 64) > 150);
    }

    // Dust of few pixels is what photos of grass, hair and gravel are full of.
    [Fact]
    public void Stylise_CartoonOfSpecks_DrawsNoLineAroundThem()
    {
        var photo = HalfAndHalf(256, left: 200, right: 200);
        for (var y = 8; y < 256; y += 16)
        for (var x = 8; x < 256; x += 16)
            photo.Pixels.AsSpan(((y * 256) + x) * 3, 3).Fill(120);

        var made = Stylise(photo, PhotoStyle.Cartoon);

        Assert.True(made.Pixels.Min() > 90, $"{made.Pixels.Min()}");
    }

    [Fact]
    public void Stylise_Oil_EvensOutDetailAndKeepsEdges()
    {
        var photo = HalfAndHalf(128, left: 60, right: 190);
        for (var at = 0; at < photo.Pixels.Length; at++)
            photo.Pixels[at] += (byte)(((uint)at * 2654435761u) >> 27);

        var made = Stylise(photo, PhotoStyle.Oil);

        Assert.True(Light(made, 75, 64) - Light(made, 52, 64) > 90);
    }

    [Fact]
    public void Stylise_Watercolour_LetsThePaperThrough()
    {
        var black = Stylise(HalfAndHalf(64, left: 0, right: 0), PhotoStyle.Watercolour);
        var white = Stylise(HalfAndHalf(64, left: 255, right: 255), PhotoStyle.Watercolour);

        Assert.True(Pictures.Brightness(black) > 30);
        Assert.True(Pictures.Brightness(white) > 230);
    }

    private static PixelBuffer Stylise(PixelBuffer photo, PhotoStyle style) =>
        new PhotoStyliser().Stylise(photo, style, TestContext.Current.CancellationToken);

    private static PixelBuffer HalfAndHalf(int side, byte left, byte right)
    {
        var pixels = new byte[side * side * 3];
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = at / 3 % side < side / 2 ? left : right;
        return new PixelBuffer(side, side, 3, pixels);
    }

    private static int At(PixelBuffer picture, int x, int y)
    {
        var at = ((y * picture.Width) + x) * 3;
        return (picture.Pixels[at] << 16) | (picture.Pixels[at + 1] << 8) | picture.Pixels[at + 2];
    }

    private static int Light(PixelBuffer picture, int x, int y)
    {
        var at = ((y * picture.Width) + x) * 3;
        return (picture.Pixels[at] + picture.Pixels[at + 1] + picture.Pixels[at + 2]) / 3;
    }
}
