using Atelier.Imaging.Reading;
using Atelier.Imaging.Tests.Corpus.Kinds;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Reading;

/// <summary>Each limit is its option's: one below passes, one above does not.</summary>
[Collection(VipsRuns.Name)]
public sealed class PictureReaderLimitTests
{
    private static readonly PixelBuffer Small = TestPixels.Painted(16, 8, 3);

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, UnreadablePictureReason.TooManyScans)]
    public Task MaxScans_Twenty_IsObeyed(int scans, UnreadablePictureReason? reason) =>
        AssertRead(options => options.MaxScans = 20, ManyScansJpeg.Write(64, scans), reason);

    [Theory]
    [InlineData(5000, null)]
    [InlineData(5001, UnreadablePictureReason.TooMuchMetadata)]
    public async Task MaxMetadataBytes_FiveThousand_IsObeyedByEachFormat(int bytes, UnreadablePictureReason? reason)
    {
        void Limit(PictureReaderOptions options) => options.MaxMetadataBytes = 5000;
        var content = new byte[bytes];
        var jpeg = Bare();

        await AssertRead(Limit, MadePng.Write(Small, PngFile.Bytes("prVt", content)), reason);
        await AssertRead(Limit, MadeWebp.WithChunks(Small, new FileChunk("note", content)), reason);
        await AssertRead(Limit, MadeJpeg.WithSegment(jpeg, 0xE5, content), reason);
    }

    [Theory]
    [InlineData(4000, null)]
    [InlineData(40_000, UnreadablePictureReason.TooMuchMetadata)]
    public Task MaxMetadataBytes_PackedText_CountsUnpacked(int bytes, UnreadablePictureReason? reason) =>
        AssertRead(
            options => options.MaxMetadataBytes = 5000,
            MadePng.Write(Small, PngFile.Bytes("zTXt", [.. "a\0\0"u8, .. MadePng.Packed(new byte[bytes])])),
            reason
        );

    [Theory]
    [InlineData(7, null)]
    [InlineData(8, UnreadablePictureReason.TooMuchMetadata)]
    public async Task MaxMetadataParts_Seven_IsObeyedByEachFormat(int parts, UnreadablePictureReason? reason)
    {
        void Limit(PictureReaderOptions options) => options.MaxMetadataParts = 7;
        var jpeg = Bare();
        for (var part = 0; part < parts; part++)
            jpeg = MadeJpeg.WithSegment(jpeg, 0xFE, [1]);

        await AssertRead(Limit, MadePng.Write(Small, [.. Enumerable.Repeat(PngFile.Bytes("prVt", []), parts)]), reason);
        await AssertRead(
            Limit,
            MadeWebp.WithChunks(Small, [.. Enumerable.Repeat(new FileChunk("note", []), parts)]),
            reason
        );
        await AssertRead(Limit, jpeg, reason);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Constructor_LimitBelowOne_IsRefused(int scans, int bytes, int parts) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new PictureReader(
                new PictureReaderOptions
                {
                    MaxScans = scans,
                    MaxMetadataBytes = bytes,
                    MaxMetadataParts = parts,
                }
            )
        );

    [Fact]
    public void Reasons_All_HaveASentenceOfTheirOwn()
    {
        var reasons = Enum.GetValues<UnreadablePictureReason>();

        Assert.Distinct(reasons.Select(reason => new UnreadablePictureException(reason).Message));
    }

    private static byte[] Bare() =>
        Enumerable
            .Range(0xE0, 16)
            .Aggregate(MadeJpeg.Write(Small), (file, marker) => MadeJpeg.WithoutSegments(file, (byte)marker));

    private async Task AssertRead(Action<PictureReaderOptions> limit, byte[] file, UnreadablePictureReason? reason)
    {
        var options = new PictureReaderOptions { Vips = TestVips.Options };
        limit(options);
        var sut = new PictureReader(options);
        if (reason is null)
        {
            Assert.NotEmpty((await sut.ReadAsync(file, _cancel)).Pixels);
            return;
        }

        var failure = await Assert.ThrowsAsync<UnreadablePictureException>(() => sut.ReadAsync(file, _cancel));
        Assert.Equal(reason, failure.Reason);
    }
}
