using System.Text;
using Atelier.Core.Images;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Provenance;

[Collection(VipsRuns.Name)]
public sealed class XmpEmbeddingTests
{
    private static readonly byte[] Stale = Encoding.ASCII.GetBytes("stale metadata of another picture");

    public XmpEmbeddingTests() => TestVips.Start();

    [Fact]
    public void Embed_JpegWithMetadata_KeepsPixelsAndOurPacketOnly()
    {
        var plain = JpegWithoutApp0();
        byte[] file =
        [
            .. plain[..2],
            .. JpegFile.Bytes(0xE0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0"u8.ToArray()),
            .. new byte[] { 0xE1, 0xE1, 0xE2, 0xEB, 0xED, 0xFE }.SelectMany(mark => JpegFile.Bytes(mark, Stale)),
            .. JpegFile.Bytes(0xEE, "Adobe\0d\0\0\0\0\x01"u8.ToArray()),
            .. plain[2..],
        ];

        var marked = JpegXmp.Embed(file, "packet"u8);

        var read = JpegFile.Read(marked.Span);
        Assert.Equal("packet"u8, JpegFile.Xmp(read));
        Assert.Equal(["E0", "E1", "EE"], read.Take(3).Select(segment => segment.Name));
        Assert.Equal(
            TestVips.Decode(file, "jpegload_buffer").Pixels,
            TestVips.Decode(marked, "jpegload_buffer").Pixels
        );
    }

    [Fact]
    public void Embed_JpegWithoutApp0_StartsWithThePacket()
    {
        var marked = JpegXmp.Embed(JpegWithoutApp0(), "packet"u8).Span;

        Assert.Equal("packet"u8, JpegFile.Xmp(JpegFile.Read(marked)));
    }

    [Theory]
    [InlineData(3, false, "packet")]
    [InlineData(4, false, "packet")]
    [InlineData(3, true, "packet")]
    [InlineData(4, true, "packet")]
    [InlineData(3, false, "packet of odd size")]
    [InlineData(4, true, "packet of odd size.")]
    public void Embed_WebpWithMetadata_KeepsPixelsAndOurPacketOnly(int bands, bool lossless, string packet)
    {
        var plain = EncodeWebp(bands, lossless);
        var picture = WebpFile.Read(plain).Where(chunk => chunk.Name is "VP8 " or "VP8L" or "ALPH");
        // Flags that speak of a profile, EXIF and XMP, as a camera's file has them.
        var header = new byte[] { (byte)(0x2C | (bands == 4 ? 0x10 : 0)), 0, 0, 0, 39, 0, 0, 29, 0, 0 };
        var file = WebpFile.Bytes([
            new FileChunk("VP8X", header),
            new FileChunk("ICCP", Stale),
            .. picture,
            new FileChunk("EXIF", Stale),
            new FileChunk("XMP ", Stale),
        ]);

        var marked = WebpXmp.Embed(file, Encoding.ASCII.GetBytes(packet));

        Assert.Equal(packet, Encoding.ASCII.GetString(WebpFile.Xmp(WebpFile.Read(marked.Span), 40, 30, bands == 4)));
        var decoded = TestVips.Decode(marked, "webpload_buffer");
        Assert.Equal(TestVips.Decode(plain, "webpload_buffer").Pixels, decoded.Pixels);
        Assert.Equal(bands, decoded.Bands);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Webp)]
    public void Embed_FileCutAnywhere_NeverFailsOtherwiseThanSaid(ImageFormat format)
    {
        var jpeg = format is ImageFormat.Jpeg;
        var whole = Encode(picture => jpeg ? picture.SaveJpeg(90) : picture.SaveWebp(80, 2));

        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            var failure = Record.Exception(() =>
                jpeg
                    ? JpegXmp.Embed(whole.AsSpan(..length), "packet"u8)
                    : WebpXmp.Embed(whole.AsSpan(..length), "packet"u8)
            );
            Assert.True(failure is null or InvalidDataException, $"{length} bytes: {failure}");
            refused += failure is null ? 0 : 1;
        }

        // JPEG cannot tell a cut behind the start of the scan.
        Assert.InRange(refused, jpeg ? 300 : whole.Length - 4, whole.Length);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Embed_PacketAroundJpegLimit_FitsOrThrows(int over, bool fits)
    {
        var plain = Encode(picture => picture.SaveJpeg(90));
        var packet = new byte[65504 + over];

        var failure = Record.Exception(() =>
            Assert.Equal(packet, JpegFile.Xmp(JpegFile.Read(JpegXmp.Embed(plain, packet).Span)))
        );

        Assert.Equal(fits, failure is null);
        Assert.True(failure is null or InvalidDataException);
    }

    private static byte[] Encode(Func<VipsPicture, byte[]> save)
    {
        using var picture = VipsPicture.FromPixels(TestPixels.Painted(40, 30, 3));
        return save(picture);
    }

    // Versions of libvips differ in whether they write that segment.
    private static byte[] JpegWithoutApp0()
    {
        var file = Encode(picture => picture.SaveJpeg(90));
        var first = JpegFile.Read(file)[0];
        return first.Name == "E0" ? [.. file[..2], .. file[(6 + first.Content.Length)..]] : file;
    }

    private static byte[] EncodeWebp(int bands, bool lossless)
    {
        using var picture = VipsPicture.FromPixels(TestPixels.Painted(40, 30, bands));
        using var save = new VipsOperation("webpsave_buffer").Set("in", picture).Set("lossless", lossless);
        return save.Run().GetBytes("buffer");
    }
}
