using System.Buffers.Binary;
using System.IO.Compression;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Tests.Pictures;

public sealed class EmulatedPictureTests
{
    [Fact]
    public void Paint_SameJobAndPart_IsTheSameToTheByte()
    {
        Assert.Equal(EmulatedPicture.Paint("a", "0", 40, 30), EmulatedPicture.Paint("a", "0", 40, 30));
        Assert.NotEqual(EmulatedPicture.Paint("a", "0", 40, 30), EmulatedPicture.Paint("a", "1", 40, 30));
        Assert.NotEqual(EmulatedPicture.Paint("a", "0", 40, 30), EmulatedPicture.Paint("b", "0", 40, 30));
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public void Paint_File_IsARealPng(bool transparent, int channels)
    {
        var file = EmulatedPicture.Paint("a", "0", 40, 30, transparent);

        Assert.Equal((40, 30, transparent), Png.ReadHeader(file));
        Assert.Equal("png", ImageKind.Of(file));
        var data = file.AsSpan().IndexOf("IDAT"u8);
        var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(data - 4));
        using var zlib = new ZLibStream(new MemoryStream(file, data + 4, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal(((40 * channels) + 1) * 30, rows.Length);
        // The check sum of the empty last chunk is the same in every PNG there is.
        Assert.Equal(0xAE426082, BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(file.Length - 4)));
    }

    [Theory]
    [InlineData(1024, 1024, 512, 512, 512)]
    [InlineData(3840, 2160, 512, 512, 288)]
    [InlineData(300, 200, 512, 300, 200)]
    [InlineData(10_000, 1, 512, 512, 1)]
    public void Fit_Size_KeepsTheShape(int width, int height, int longest, int fitWidth, int fitHeight) =>
        Assert.Equal((fitWidth, fitHeight), EmulatedPicture.Fit(width, height, longest));
}
