using Atelier.Imaging;
using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Photos;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>
/// What a free account makes of its marked pictures shows nothing of what the mark covers, wherever the new mark lies; what others
/// make of theirs has every pixel.
/// </summary>
public sealed class MarkedEditTests(TestServer server) : IClassFixture<TestServer>
{
    // The painter's tools copy what they keep, so where nothing was covered there is no difference at all.
    private const double Covered = 1;

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Outpaint_OfAMarkedPicture_ShowsTheOldMarkWhereItWas()
    {
        var (caller, source) = await MakeAsync("free");
        var (clean, shown) = await BothAsync(caller, source);

        var grown = await OutpaintAsync(caller, source);

        var kept = Above(await ServedAsync(caller, grown), clean.Height);
        Assert.Equal(0, ServedPixels.Difference(shown, kept, .., ..));
        Assert.True(ServedPixels.Difference(clean, kept, ^106.., ^40..) > Covered);
        // Nor has the file that edits of this one would start from.
        var before = ServedPixels.Read(await StoredFile.ReadAsync(server, grown, "clean.png"));
        Assert.Equal(0, ServedPixels.Difference(shown, Above(before, clean.Height), .., ..));
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Outpaint_OfAPaidAccount_HasEveryPixelOfItsPicture()
    {
        var (caller, source) = await MakeAsync("paid");
        var before = await ServedAsync(caller, source);

        var grown = await OutpaintAsync(caller, source);

        Assert.Equal(
            0,
            ServedPixels.Difference(before, Above(await ServedAsync(caller, grown), before.Height), .., ..)
        );
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Outpaint_OfAMarkedPictureAfterAnUpgrade_HasEveryPixelOfTheCleanOne()
    {
        var (caller, source) = await MakeAsync("free");
        var (clean, _) = await BothAsync(caller, source);
        await UpgradeAsync(caller);

        var grown = await OutpaintAsync(caller, source);

        Assert.Equal(0, ServedPixels.Difference(clean, Above(await ServedAsync(caller, grown), clean.Height), .., ..));
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Upscale_OfASmallMarkedPicture_UncoversNothingBesideTheNewMark()
    {
        var (caller, source) = await MakeAsync("free");
        var body = $$"""{"operation": "upscale", "model": "local-tools", "image": "{{source}}"}""";

        var asFree = await ServedAsync(caller, IdOf(await caller.GenerateAsync(body)));
        await UpgradeAsync(caller);
        var asPaid = await ServedAsync(caller, IdOf(await caller.GenerateAsync(body)));

        Assert.Equal((640, 480), (asFree.Width, asFree.Height));
        // The old mark began 80 rows from below; the new one does 40 from there.
        Assert.True(ServedPixels.Difference(asFree, asPaid, ^212.., ^80..^44) > Covered);
        Assert.Equal(0, ServedPixels.Difference(asFree, asPaid, .., ..^96));
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-37")]
    public async Task Edit_AtThePresentationDoor_ShowsTheOldMarkWhereItWas()
    {
        var caller = await server.AddCallerAsync(tier: "free");
        var source = Guid.Parse(DeckDoor.ImageOf(await DeckServer.MakeAsync(caller)));
        var (clean, shown) = await BothAsync(caller, source);
        var mask = Convert.ToBase64String(PhotoBytes.Png(512, 512, alpha: true));

        var grown = await EditAsync(caller, source, """{"type": "outpaint", "extend": {"bottom": 64}}""");
        var filled = await EditAsync(
            caller,
            source,
            $$"""{"type": "inpaint", "prompt": "a boat", "mask": "{{mask}}"}"""
        );

        var kept = Above(await ServedAsync(caller, grown), clean.Height);
        Assert.Equal(0, ServedPixels.Difference(shown, kept, .., ..));
        Assert.True(ServedPixels.Difference(clean, kept, ^170.., ^40..) > Covered);
        // Before the new mark is drawn over the old one; the mask marks the left half.
        var unmarked = ServedPixels.Read(await StoredFile.ReadAsync(server, filled, "clean.png"));
        Assert.Equal(0, ServedPixels.Difference(shown, unmarked, ^170.., ..));
        Assert.True(ServedPixels.Difference(clean, unmarked, ^170.., ^40..) > Covered);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    [Trait("Requirement", "C-36")]
    public async Task Upscale_AtThePresentationDoor_UncoversNothingBesideTheNewMark()
    {
        var caller = await server.AddCallerAsync(tier: "free");
        var source = DeckDoor.ImageOf(await DeckServer.MakeAsync(caller));
        var body = DeckBody.Placed($"\"imageId\": \"{source}\", \"targetQuality\": \"standard\"");

        var asFree = await ServedAsync(caller, ImageOf(await DeckDoor.MakeAsync(caller, body, DeckDoor.Upscale)));
        await UpgradeAsync(caller);
        var asPaid = await ServedAsync(caller, ImageOf(await DeckDoor.MakeAsync(caller, body, DeckDoor.Upscale)));

        Assert.Equal((1024, 1024), (asFree.Width, asFree.Height));
        Assert.True(ServedPixels.Difference(asFree, asPaid, ^340..^208, ^80..) > Covered);
        Assert.Equal(0, ServedPixels.Difference(asFree, asPaid, .., ..^96));
    }

    private async Task<(TestCaller Caller, Guid Id)> MakeAsync(string tier)
    {
        var caller = await server.AddCallerAsync(tier: tier);
        var made = await caller.GenerateAsync(
            Bodies.With("\"size\": \"320x240\", \"quality\": \"draft\", \"seed\": 5")
        );
        return (caller, IdOf(made));
    }

    private async Task<(PixelBuffer Clean, PixelBuffer Shown)> BothAsync(TestCaller caller, Guid id) =>
        (ServedPixels.Read(await StoredFile.ReadAsync(server, id, "clean.png")), await ServedAsync(caller, id));

    private static async Task<PixelBuffer> ServedAsync(TestCaller caller, Guid id) =>
        ServedPixels.Read((await caller.GetAsync($"/v1/images/{id}/original?format=png")).Bytes);

    private static async Task<Guid> OutpaintAsync(TestCaller caller, Guid source) =>
        IdOf(
            await caller.GenerateAsync(
                $$"""{"operation": "outpaint", "model": "local-tools", "image": "{{source}}", "extend": {"bottom": 64} }"""
            )
        );

    private static async Task<Guid> EditAsync(TestCaller caller, Guid source, string edit) =>
        ImageOf(
            await DeckDoor.MakeAsync(
                caller,
                DeckBody.Placed($"\"imageId\": \"{source}\"").With("edit", edit),
                DeckDoor.Edit
            )
        );

    private Task UpgradeAsync(TestCaller caller) =>
        server.House.ExecuteAsync("UPDATE accounts SET tier = 'paid' WHERE id = @AccountId", new { caller.AccountId });

    private static PixelBuffer Above(PixelBuffer picture, int height) =>
        new(
            picture.Width,
            height,
            picture.Bands,
            picture.Pixels.AsSpan(0, picture.Width * height * picture.Bands).ToArray()
        );

    private static Guid ImageOf(Answer answer) => Guid.Parse(DeckDoor.ImageOf(answer));

    private static Guid IdOf(Answer answer) => answer.At("images")[0].GetProperty("id").GetGuid();
}
