using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Reading;

/// <summary>What lies outside a mask is the source, to the last bit.</summary>
public sealed class MaskBlendTests
{
    [Fact]
    [Trait("Requirement", "C-38")]
    public void Blend_MaskMarksTheRightHalf_KeepsTheLeftAsItWas()
    {
        var source = Plain(4, 2, 3, 10);
        var edited = Plain(4, 2, 3, 200);

        var blended = MaskBlend.Blend(source, edited, RightHalf(4, 2));

        Assert.Equal([10, 10, 200, 200, 10, 10, 200, 200], Reds(blended));
    }

    [Fact]
    public void Blend_MaskOfAnotherSize_IsScaled()
    {
        var blended = MaskBlend.Blend(Plain(8, 2, 3, 10), Plain(8, 2, 3, 200), RightHalf(2, 1));

        Assert.Equal([10, 10, 10, 10, 200, 200, 200, 200], Reds(blended).Take(8));
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(4, 3)]
    public void Blend_OneHasAlpha_KeepsItWhereItIsAndIsOpaqueElsewhere(int sourceBands, int editedBands)
    {
        var blended = MaskBlend.Blend(Plain(2, 1, sourceBands, 10), Plain(2, 1, editedBands, 200), RightHalf(2, 1));

        Assert.Equal(4, blended.Bands);
        Assert.Equal(sourceBands == 4 ? 10 : 255, blended.Pixels[3]);
        Assert.Equal(editedBands == 4 ? 200 : 255, blended.Pixels[7]);
    }

    [Fact]
    public void Blend_OtherSize_Refuses() =>
        Assert.Throws<ArgumentException>(() => MaskBlend.Blend(Plain(4, 2, 3, 1), Plain(2, 2, 3, 1), RightHalf(4, 2)));

    private static PixelBuffer Plain(int width, int height, int bands, byte value) =>
        new(width, height, bands, [.. Enumerable.Repeat(value, width * height * bands)]);

    private static PixelBuffer RightHalf(int width, int height) =>
        new(
            width,
            height,
            3,
            [
                .. Enumerable
                    .Range(0, width * height)
                    .SelectMany(pixel => Enumerable.Repeat((byte)(pixel % width >= width / 2 ? 255 : 0), 3)),
            ]
        );

    private static IEnumerable<int> Reds(PixelBuffer picture) =>
        Enumerable.Range(0, picture.Width * picture.Height).Select(pixel => (int)picture.Pixels[pixel * picture.Bands]);
}
