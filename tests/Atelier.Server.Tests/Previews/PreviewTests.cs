using System.Text;
using System.Text.Json;
using Atelier.Core.Images;
using Atelier.Data.Previews;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Pictures;
using Atelier.Engine.Sweeping;
using Atelier.Imaging;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Previews;
using Atelier.Imaging.Provenance;
using Atelier.Server.Tests.Progress;
using Atelier.Server.Tests.Renditions;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Previews;

/// <summary>Pictures that are shown before they are finished (requirement C-68).</summary>
public sealed class PreviewTests(PreviewServer house) : IClassFixture<PreviewServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Preview_OfACallUnderWay_IsASmallMarkedFileByAnAddressThatEndsWithIt()
    {
        var (caller, stranger) = (await house.First.AddCallerAsync(), await house.First.AddCallerAsync());
        using var there = await Watcher.OpenAsync(house.Second, caller);
        using var foreign = await Watcher.OpenAsync(house.Second, stranger);
        await there.ReadyAsync();
        await foreign.ReadyAsync();
        var id = await house.StartAsync(caller, size: "768x640");
        using var events = await caller.OpenAsync($"{Watcher.Door}?generationId={id}", ("Accept", "text/event-stream"));

        // The first may come before anybody knows how far the call is.
        var message = await PreviewServer.PreviewAsync(there, id, progress: 50);
        var streamed = await ReadPreviewAsync(events);
        var url = message.Text("preview")!;
        var shown = await house.Second.Nobody().GetAsync(url);

        Assert.Equal(("partial", "generating", true), (message.Text("previewKind"), message.Status, message.IsTick));
        Assert.Equal("partial", streamed.Text("previewKind"));
        // Half of the provider's work is half of ours.
        Assert.Equal(50, message.Progress);
        Assert.StartsWith(house.Second.Url.ToString(), url, StringComparison.Ordinal);
        Assert.Equal((200, "image/webp"), (shown.Status, shown.Header("Content-Type")));
        Assert.Equal("no-store, private", shown.Header("Cache-Control"));
        Assert.Contains("sandbox", shown.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var pixels = ServedPixels.Read(shown.Bytes);
        Assert.Equal((512, 427), (pixels.Width, pixels.Height));
        Assert.DoesNotContain("red fox", Encoding.UTF8.GetString(shown.Bytes), StringComparison.Ordinal);
        using var folder = new SourceTypeFolder();
        await folder.KeepAsync(house.Second.Nobody(), [url], "trainedAlgorithmicMedia", "preview");
        Assert.Single(await folder.ReadAsync());
        await IsSeenByNobodyElseAsync(caller, stranger, id, url);

        await house.EndAsync(caller, id);
        Assert.Equal(410, (await house.First.Nobody().GetAsync(house.First.Url + PathOf(url))).Status);
        Assert.Equal(410, (await caller.GetAsync($"/v1/generations/{id}/preview")).Status);
        Assert.Equal(1, await RowsAsync(id));
        await house.First.Services.GetRequiredService<PreviewSweeper>().RunOnceAsync(Cancel);
        Assert.Equal(0, await RowsAsync(id));
        // What the other account did hear begins with a generation of its own.
        var own = await house.StartAsync(stranger, "no-preview");
        await house.EndAsync(stranger, own);
        Assert.All(
            (await foreign.ReadToEndOfAsync(own)),
            told => Assert.Equal((own, null), (told.Generation, told.Text("preview")))
        );
    }

    [Theory]
    [Trait("Requirement", "C-68")]
    [Trait("Requirement", "B-44")]
    [InlineData("free", true)]
    [InlineData("premium", false)]
    public async Task Preview_ByTier_IsMarkedAsTheFinishedPictureIs(string tier, bool marked)
    {
        var caller = await house.First.AddCallerAsync(tier: tier);
        using var watcher = await Watcher.OpenAsync(house.First, caller);
        await watcher.ReadyAsync();
        var id = await house.StartAsync(caller);

        var message = await PreviewServer.PreviewAsync(watcher, id);
        var shown = await house.First.Nobody().GetAsync(message.Text("preview")!);

        var sent = house.Wire.Pictures.Last(picture => picture.Part == "preview");
        var clean = Small(EmulatedPicture.Paint(sent.Job, sent.Part, 512, 512));
        var difference = ServedPixels.Difference(clean, ServedPixels.Read(shown.Bytes), ^150.., ^36..);
        Assert.True(marked ? difference > 10 : difference == 0, $"{tier}: {difference}");
        await house.EndAsync(caller, id);
    }

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Preview_ThatIsNoPicture_IsPassedOverAndTheGenerationEndsWell()
    {
        var caller = await house.First.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(house.First, caller);
        await watcher.ReadyAsync();
        var before = house.Asked;
        var id = await house.StartAsync(caller, "spoilt-preview");
        await TestServer.UntilAsync(() => Task.FromResult(house.Asked >= before + 2));

        var end = await house.EndAsync(caller, id);

        Assert.Equal("complete", end.TextAt("state"));
        Assert.All(await watcher.ReadToEndOfAsync(id), message => Assert.Null(message.Text("preview")));
        Assert.Equal(410, (await caller.GetAsync($"/v1/generations/{id}/preview")).Status);
    }

    [Theory]
    [InlineData(FaultAction.HangBefore)]
    [InlineData(FaultAction.CutBefore)]
    [InlineData(FaultAction.BrokenJson)]
    public async Task Progress_ThatFails_NeitherDelaysNorFailsTheGeneration(FaultAction action)
    {
        house.Wire.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = "progress",
                Times = 1,
            }
        );
        var caller = await house.First.AddCallerAsync();
        var before = house.Wire.Calls.Count(call => call.Operation == "progress");
        var id = await house.StartAsync(caller, "no-preview");
        await TestServer.UntilAsync(() =>
            Task.FromResult(house.Wire.Calls.Count(call => call.Operation == "progress") > before)
        );

        Assert.Equal("complete", (await house.EndAsync(caller, id)).TextAt("state"));
        house.Wire.ClearFaults();
    }

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Preview_WhereAFinishedPictureCouldBeHeldBack_IsNotShown()
    {
        var caller = await house.First.AddCallerAsync();
        const string list = "/admin/api/known-pictures";
        var known = await house.First.Owner().PostAsync(list, """{"hash": "9f3a6c01d2e4b587", "label": "poster"}""");
        Assert.True(known.Status == 201, known.Text);
        var before = house.Asked;

        var id = await house.StartAsync(caller);
        await TestServer.UntilAsync(() => Task.FromResult(house.Asked >= before + 2));

        Assert.Equal(410, (await caller.GetAsync($"/v1/generations/{id}/preview")).Status);
        await house.EndAsync(caller, id);
        Assert.Equal(204, (await house.First.Owner().DeleteAsync($"{list}/{known.TextAt("id")}")).Status);
        Assert.Equal(0, await RowsAsync(id));
    }

    [Fact]
    [Trait("Requirement", "C-68")]
    public async Task Keep_ManyAtOnce_KeepsOneASecondWhileTheCallIsUnderWay()
    {
        var store = house.First.Services.GetRequiredService<PreviewStore>();
        var caller = await house.First.AddCallerAsync();
        var id = await house.StartAsync(caller, "no-preview");
        var bytes = new byte[] { 1, 2, 3 };

        var kept = await Together.RunAsync(8, _ => store.KeepAsync(id, bytes, TimeSpan.FromSeconds(1), Cancel));
        await house.First.House.MoveClockAsync(TimeSpan.FromSeconds(1));
        var next = await store.KeepAsync(id, bytes, TimeSpan.FromSeconds(1), Cancel);
        // By its row: with the clock the call's lease would end too.
        await house.First.House.ExecuteAsync(
            "UPDATE previews SET made_at = made_at - @Life WHERE generation_id = @id",
            new { PreviewStore.Life, id }
        );
        var old = await caller.GetAsync($"/v1/generations/{id}/preview");
        await caller.DeleteAsync($"/v1/generations/{id}");
        var canceled = await store.KeepAsync(id, bytes, TimeSpan.FromSeconds(1), Cancel);
        await house.EndAsync(caller, id);
        var ended = await store.KeepAsync(id, bytes, TimeSpan.FromSeconds(1), Cancel);

        Assert.Equal(1, Assert.Single(kept.OfType<KeptPreview>()).Number);
        Assert.Equal((2, 410), (next!.Number, old.Status));
        Assert.Equal((null, null), (canceled, ended));
    }

    /// <summary>What an account sees whose pictures are never marked, with all that packing costs.</summary>
    private PixelBuffer Small(byte[] picture)
    {
        var order = new FinishOrder(
            ImageFormat.Webp,
            new ProvenanceRecord
            {
                SourceType = DigitalSourceType.TrainedAlgorithmicMedia,
                CreatedAt = DateTimeOffset.UnixEpoch,
            }
        );
        var maker = house.First.Services.GetRequiredService<PreviewMaker>();
        return ServedPixels.Read(maker.Make(ServedPixels.Read(picture), order)!.Value.ToArray());
    }

    private async Task IsSeenByNobodyElseAsync(TestCaller caller, TestCaller stranger, Guid id, string url)
    {
        var path = $"/v1/generations/{id}/preview";
        Assert.Equal(200, (await caller.GetAsync(path)).Status);
        Assert.Equal(404, (await stranger.GetAsync(path)).Status);
        Assert.Equal(404, (await house.First.Owner().GetAsync(path)).Status);
        Assert.Equal(401, (await house.First.Nobody().GetAsync(path)).Status);
        Assert.Equal(404, (await caller.GetAsync($"/v1/generations/{Guid.CreateVersion7()}/preview")).Status);
        var hooks = await house.First.AddCallerAsync(scopes: ["webhooks"]);
        Assert.Equal(403, (await hooks.GetAsync(path)).Status);
        foreach (
            var altered in (string[])
                [
                    url.Replace($"{id}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal),
                    url.Replace("n=", "n=1", StringComparison.Ordinal),
                    url.Replace("exp=", "exp=9", StringComparison.Ordinal),
                    url[..^1],
                    $"{path}?sig=",
                ]
        )
        {
            Assert.Equal(403, (await stranger.GetAsync(altered)).Status);
        }

        // What is revoked opens nothing.
        await house.First.House.ExecuteAsync(
            "UPDATE accounts SET url_epoch = url_epoch + 1 WHERE id = @AccountId",
            new { caller.AccountId }
        );
        Assert.Equal(403, (await house.First.Nobody().GetAsync(url)).Status);
        await house.First.House.ExecuteAsync(
            "UPDATE accounts SET url_epoch = url_epoch - 1 WHERE id = @AccountId",
            new { caller.AccountId }
        );
    }

    private Task<long> RowsAsync(Guid id) =>
        house.First.House.ScalarAsync<long>("SELECT count(*) FROM previews WHERE generation_id = @id", new { id });

    private static string PathOf(string url) => new Uri(url).PathAndQuery.TrimStart('/');

    private static async Task<ProgressMessage> ReadPreviewAsync(HttpResponseMessage stream)
    {
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancel));
        while (await reader.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var message = ProgressMessage.Read(JsonSerializer.Deserialize<JsonElement>(line[6..]));
                if (!message.IsReady && message.Text("preview") is not null)
                {
                    return message;
                }
            }
        }

        throw new InvalidOperationException("The stream ended without a preview.");
    }
}
