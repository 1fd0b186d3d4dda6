using System.Text;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Corpus;
using Atelier.Imaging.Tests.Corpus.Kinds;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Reading;

[Collection(VipsRuns.Name)]
public sealed class EncodedPictureTests
{
    private static readonly PictureReaderOptions Limits = new();

    public EncodedPictureTests() => TestVips.Start();

    [Fact]
    public void DecodePicture_FileClosed_KeepsItsPixels()
    {
        var pixels = TestPixels.Painted(61, 37, 4);

        using var picture = Decode(MadePng.Write(pixels, PngFile.Bytes("eXIf", MadeExif.WithPlace(3))));

        var turned = TestPixels.From(61, 37, 4, (x, y) => pixels.At(60 - x, 36 - y));
        SamePixels.Assert(turned, picture.ToPixels());
        // Once more, and from the middle: they were computed and kept.
        using var part = picture.Crop(10, 20, 1, 1);
        Assert.Equal(turned.At(10, 20), part.ToPixels().Pixels);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public void DecodePicture_TalkativeFile_CarriesNothingIntoAnyFile(string format)
    {
        var file = Talkative(format);
        Assert.True(Tells(file));

        using var picture = Decode(file);

        foreach (var field in (string[])["exif-data", "xmp-data", "iptc-data", "icc-profile-data", "orientation"])
            Assert.Equal((nuint)0, LibVips.FieldType(picture.Handle, field));
        byte[][] saved = [picture.SavePng(4), picture.SaveJpeg(90), picture.SaveWebp(80, 0)];
        Assert.All(saved, bytes => Assert.False(Tells(bytes)));
        Assert.All(saved[..2], bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf("Exif"u8)));
    }

    // Debian's WebP saver writes EXIF whatever it is told: the picture's, if it has any, and else some of its own.
    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    public void Embed_WebpOfTalkativeFile_HoldsPixelsAndOurPacketOnly(string format)
    {
        using var picture = Decode(Talkative(format));

        var file = WebpXmp.Embed(picture.SaveWebp(80, 0), "<ours/>"u8).ToArray();

        var chunks = WebpFile.Read(file);
        Assert.Equal("<ours/>"u8.ToArray(), WebpFile.Xmp(chunks, picture.Width, picture.Height, alpha: false));
        Assert.False(Tells(file));
    }

    [Fact]
    public void DecodePicture_ProfileApplied_IsGone()
    {
        var pixels = TestPixels.Plain(4, 4, 55, 128, 10);

        using var picture = Decode(MadePng.Write(pixels, MadePng.Profile(MadeProfile.LinearRgb())));

        Assert.Equal((nuint)0, LibVips.FieldType(picture.Handle, LibVips.ProfileField));
        Assert.DoesNotContain(PngFile.Read(picture.SavePng(4)), chunk => chunk.Name == "iCCP");
    }

    [Fact]
    public void DecodePicture_Animation_IsRefusedWithoutItsLoader()
    {
        using var sut = EncodedPicture.Open(MadeWebp.WriteAnimation(TestPixels.Plain(4, 4, 1, 2, 3), 5), Limits);

        Assert.Equal(5, sut.Header.Pages);
        var failure = Assert.Throws<UnreadablePictureException>(sut.DecodePicture);
        Assert.Equal(UnreadablePictureReason.Animated, failure.Reason);
    }

    [Fact]
    public void Weight_LosslessWebp_CountsItsCodes()
    {
        using var plain = EncodedPicture.Open(MadePng.Write(TestPixels.Plain(1024, 1024, 1, 2, 3)), Limits);
        using var lossless = EncodedPicture.Open(ManyCodesWebp.Write(1024), Limits);

        Assert.Equal(1024 * 1024, plain.Weight);
        // 6 kB for each of 65,536 tiles; a pixel takes a dozen bytes.
        Assert.InRange(lossless.Weight * 12, 380_000_000, 420_000_000);
    }

    private static VipsPicture Decode(byte[] file)
    {
        using var encoded = EncodedPicture.Open(file, Limits);
        return encoded.DecodePicture();
    }

    private static byte[] Talkative(string format) =>
        format switch
        {
            "png" => PrivateFiles.Png(),
            "jpeg" => PrivateFiles.Jpeg(),
            _ => PrivateFiles.Webp(),
        };

    private static bool Tells(byte[] file) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(MadeExif.Secret)) >= 0;
}
