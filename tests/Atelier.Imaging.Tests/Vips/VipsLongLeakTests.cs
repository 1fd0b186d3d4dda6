using Atelier.Core.Images;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Tests.Corpus;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

/// <summary>Every way in and out of a picture, twenty thousand times.</summary>
[Collection(VipsAlone.Name)]
[Trait("Category", "Long")]
public sealed class VipsLongLeakTests
{
    private const int Rounds = 20_000;

    // 500 bytes a round: less than the smallest object of libvips.
    private const long MostGrown = 10_000_000;

    private static readonly FileFormat[] Formats = [FileFormat.Png, FileFormat.Jpeg, FileFormat.Webp, FileFormat.Avif];

    private static readonly FileSettings Settings = new()
    {
        JpegQuality = 90,
        WebpQuality = 80,
        AvifQuality = 50,
    };

    private static readonly byte[] Packet = XmpPacket.Write(
        new ProvenanceRecord { SourceType = DigitalSourceType.AlgorithmicMedia, CreatedAt = DateTimeOffset.UnixEpoch }
    );

    private static readonly PictureReaderOptions Limits = new() { MaxPixels = 10_000, Vips = TestVips.Options };

    public VipsLongLeakTests() => TestVips.Start();

    [Fact]
    public void OpenDecodeAndFail_TwentyThousandRounds_LeaveNothingBehind()
    {
        var (good, bad) = (Good(), Bad());
        Work(good, bad, rounds: 500);
        var objects = TestVips.LiveObjects();
        var (managed, native) = Held();
        var allocations = LibVips.TrackedAllocations();

        Work(good, bad, Rounds);

        Assert.Equal(objects, TestVips.LiveObjects());
        Assert.Equal(0, LentBytes.Count);
        var (managedAfter, nativeAfter) = Held();
        TestContext.Current.SendDiagnosticMessage(
            $"grown by {managedAfter - managed} managed and {nativeAfter - native} native bytes"
        );
        Assert.InRange(managedAfter - managed, long.MinValue, MostGrown);
        Assert.InRange(nativeAfter - native, long.MinValue, MostGrown);
        // A worker of libvips frees its last row of pixels a moment after it has delivered them.
        Assert.True(SpinWait.SpinUntil(() => LibVips.TrackedAllocations() == allocations, TimeSpan.FromSeconds(10)));
    }

    private static void Work(List<byte[]> good, List<byte[]> bad, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            Decode(good[round % good.Count], round % 10 == 0 ? Formats[round / 10 % Formats.Length] : null);
            Fail(bad[round % bad.Count]);
            LibVips.ShutDownThread();
        }
    }

    private static void Decode(byte[] file, FileFormat? saved)
    {
        using (var opened = EncodedPicture.Open(file, Limits))
            Assert.InRange(opened.Header.PixelCount, 1, Limits.MaxPixels);

        using var encoded = EncodedPicture.Open(file, Limits);
        using var picture = encoded.DecodePicture();
        if (saved is not { } format)
            return;
        Assert.NotEmpty(picture.ToPixels().Pixels);
        // As the product writes them, with what says how they were made.
        Assert.NotEqual(0, PictureFile.Write(picture, format, Settings, Packet).Length);
        using var small = picture.Shrink(Math.Max(1, picture.Width / 2), Math.Max(1, picture.Height / 2));
        Assert.NotEmpty(small.SaveWebp(80, 0));
    }

    private static void Fail(byte[] file) =>
        Assert.Throws<UnreadablePictureException>(() =>
        {
            using var encoded = EncodedPicture.Open(file, Limits);
            using var picture = encoded.DecodePicture();
        });

    private static List<byte[]> Good() =>
        [
            .. BaseFiles.All().Select(file => file.Bytes),
            MadeJpeg.WithOrientation(MadeJpeg.Write(SamplePictures.Quarters()), 6),
            MadeJpeg.WithProfile(MadeJpeg.Write(SamplePictures.Quarters()), MadeProfile.LinearRgb()),
            MadeJpeg.WithProfile(MadeJpeg.Write(SamplePictures.Quarters()), MadeProfile.Broken("false tags")),
            MadePng.Write(SamplePictures.Quarters(), PngFile.Bytes("eXIf", MadeExif.WithPlace(8))),
            MadeWebp.WithChunks(SamplePictures.Quarters(), new FileChunk("ICCP", MadeProfile.LinearRgb())),
        ];

    private static List<byte[]> Bad() =>
        [
            .. BaseFiles.All().Select(file => file.Bytes[..(file.Bytes.Length / 2)]),
            // In pixels, where the decoder fails after it has begun.
            .. BaseFiles.All().Select(file => file.Bytes[..(file.Bytes.Length * 9 / 10)]),
            MadeWebp.WriteAnimation(SamplePictures.Quarters(), 3),
            MadePng.Write(SamplePictures.Quarters(), MadePng.Frames(3)),
            MadePng.Write(TestPixels.Plain(200, 200, 1, 2, 3)),
            [],
        ];

    private static (long Managed, long Native) Held() =>
        (GC.GetTotalMemory(forceFullCollection: true), NativeHeap.UsedBytes());
}
