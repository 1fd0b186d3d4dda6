using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class PictureReaderTurnTests
{
    private readonly PictureReader _sut = new(new PictureReaderOptions { Vips = TestVips.Options });
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    // What a person sees of "ab/cd" stored with each orientation.
    [Theory]
    [InlineData(1, "ab/cd")]
    [InlineData(2, "ba/dc")]
    [InlineData(3, "dc/ba")]
    [InlineData(4, "cd/ab")]
    [InlineData(5, "ac/bd")]
    [InlineData(6, "ca/db")]
    [InlineData(7, "db/ca")]
    [InlineData(8, "bd/ac")]
    public async Task ReadAsync_JpegWithOrientation_IsUpright(byte orientation, string expected)
    {
        var stored = TestPixels.From(32, 16, 3, (x, y) => Corner(2 * (y / 8) + x / 16));
        var file = MadeJpeg.WithOrientation(MadeJpeg.Write(stored), orientation);

        var read = await _sut.ReadAsync(file, _cancel);

        Assert.Equal(orientation < 5 ? (32, 16) : (16, 32), (read.Width, read.Height));
        var (across, down) = (read.Width / 4, read.Height / 4);
        var seen = new[] { (across, down), (3 * across, down), (across, 3 * down), (3 * across, 3 * down) };
        var names = string.Concat(seen.Select(place => CornerName(read.At(place.Item1, place.Item2))));
        Assert.Equal(expected, names[..2] + "/" + names[2..]);
    }

    [Fact]
    public async Task ReadAsync_TurnedPng_KeepsItsAlpha()
    {
        var stored = new PixelBuffer(2, 1, 4, [1, 2, 3, 4, 5, 6, 7, 8]);

        var read = await _sut.ReadAsync(MadePng.Write(stored, PngFile.Bytes("eXIf", MadeJpeg.Exif(6))), _cancel);

        SamePixels.Assert(new PixelBuffer(1, 2, 4, [1, 2, 3, 4, 5, 6, 7, 8]), read);
    }

    [Fact]
    public async Task ReadAsync_TallTurnedPng_IsReadWhole()
    {
        var stored = TestPixels.Painted(300, 4000, 3);

        var read = await _sut.ReadAsync(MadePng.Write(stored, PngFile.Bytes("eXIf", MadeJpeg.Exif(6))), _cancel);

        SamePixels.Assert(TestPixels.From(4000, 300, 3, (x, y) => stored.At(y, 3999 - x)), read);
    }

    private static byte[] Corner(int index) =>
        index switch
        {
            0 => [250, 10, 10],
            1 => [10, 250, 10],
            2 => [10, 10, 250],
            _ => [250, 250, 250],
        };

    private static char CornerName(byte[] colour) =>
        "abcd"[
            Enumerable
                .Range(0, 4)
                .MinBy(index => Corner(index).Zip(colour).Sum(pair => Math.Abs(pair.First - pair.Second)))
        ];
}
