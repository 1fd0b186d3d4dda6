using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

[Collection(VipsRuns.Name)]
public sealed class VipsPictureTests
{
    // One white pixel, a valid file: only the block stands in its way.
    private static readonly byte[] Gif = Convert.FromHexString(
        "47494638396101000100800000FFFFFF00000021F90401000000002C00000000010001000002024401003B"
    );

    public VipsPictureTests() => TestVips.Start();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void ToPixels_AfterFromPixels_ReturnsTheSameBytes(int bands)
    {
        var pixels = TestPixels.Painted(61, 37, bands);
        using var sut = VipsPicture.FromPixels(pixels);

        var read = sut.ToPixels();

        Assert.Equal((61, 37, bands), (read.Width, read.Height, read.Bands));
        Assert.Equal(pixels.Pixels, read.Pixels);
    }

    [Fact]
    public void FromPixels_BufferChangedAfterwards_KeepsItsOwnCopy()
    {
        var pixels = TestPixels.Plain(8, 8, 10, 20, 30);
        using var sut = VipsPicture.FromPixels(pixels);

        Array.Fill(pixels.Pixels, (byte)255);

        Assert.Equal(0, sut.ToPixels().MaxDifference(10, 20, 30));
    }

    [Fact]
    public void Shrink_TransparentNeighbours_DoNotBleedTheirColour()
    {
        // Opaque red columns between invisible green ones: any green that shows up came out of nothing.
        using var sut = VipsPicture.FromPixels(
            TestPixels.From(64, 64, 4, (x, _) => x % 2 == 0 ? [200, 0, 0, 255] : [0, 255, 0, 0])
        );

        using var small = sut.Shrink(16, 16);

        var centre = small.ToPixels().At(8, 8);
        Assert.InRange(centre[0], 190, 210);
        Assert.InRange(centre[1], 0, 4);
        Assert.InRange(centre[3], 118, 138);
    }

    [Fact]
    public void Shrink_SidesOfAnotherRatio_AreObeyedExactly()
    {
        using var sut = VipsPicture.FromPixels(TestPixels.Painted(1000, 30, 3));

        using var small = sut.Shrink(20, 7);

        Assert.Equal((20, 7, 3), (small.Width, small.Height, small.Bands));
    }

    [Fact]
    public void FlattenOnWhite_HalfTransparentBlack_IsGrey()
    {
        using var sut = VipsPicture.FromPixels(TestPixels.Plain(4, 4, 0, 0, 0, 128));

        using var flat = sut.FlattenOnWhite();

        Assert.Equal(3, flat.Bands);
        Assert.InRange(flat.ToPixels().MaxDifference(127, 127, 127), 0, 1);
    }

    [Fact]
    public void Run_BrokenFile_SaysWhatLibvipsSaid()
    {
        using var sut = VipsPicture.FromPixels(TestPixels.Painted(64, 64, 3));
        var half = sut.SavePng(4).AsSpan(..200).ToArray();

        var failure = Assert.Throws<VipsException>(() => TestVips.Decode(half, "pngload_buffer"));

        Assert.False(string.IsNullOrWhiteSpace(failure.NativeText));
        Assert.Contains(failure.NativeText!, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LoaderOutsideTheList_IsBlocked()
    {
        var failure = Assert.Throws<VipsException>(() => TestVips.Decode(Gif, "gifload_buffer"));

        Assert.Equal("gifload_buffer", failure.Operation);
        Assert.Contains("blocked", failure.NativeText, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_ArgumentUnknownToLibvips_Throws()
    {
        using var sut = new VipsOperation("pngsave_buffer");

        var failure = Assert.Throws<ArgumentException>(() => sut.Set("sparkle", 1));

        Assert.Contains("sparkle", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NewOperation_UnknownName_NamesIt()
    {
        var failure = Assert.Throws<VipsException>(() => new VipsOperation("paint_me_a_cat"));

        Assert.Contains("paint_me_a_cat", failure.Message, StringComparison.Ordinal);
    }
}
