using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Piapi;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>The paid POST against the emulator, which checks every member of it, and what comes before it.</summary>
public sealed class SubmitTests
{
    private const string Schnell = "Qubico/flux1-schnell";
    private const string Fill = "Qubico/flux1-dev-advanced#fill-inpaint";

    [Fact]
    [Trait("Requirement", "A-40")]
    public async Task Submit_Create_SendsTheTaskAndNothingElse()
    {
        await using var bench = await PiapiBench.StartAsync();

        var submission = await bench.Provider.SubmitAsync(bench.Paid(Compiled(Create())), PiapiBench.Cancel);

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<Submission.Submitted>(submission).FirstPoll);
        Assert.Equal(
            """{"model":"Qubico/flux1-schnell","task_type":"txt2img","input":{"prompt":"a red fox","seed":4242,"width":1024,"height":1024,"batch_size":1}}""",
            bench.Sent("task").Body
        );
        Assert.Contains("X-API-Key", bench.Sent("task").Headers.Keys);
        Assert.DoesNotContain("Authorization", bench.Sent("task").Headers.Keys);
        Assert.Single(bench.Wire.Calls);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    [Trait("Requirement", "A-08")]
    public async Task Submit_FourPictures_IsOneCallWithSeedsOfItsOwn()
    {
        await using var bench = await PiapiBench.StartAsync();
        var paid = bench.Paid(Compiled(Create())) with { Pictures = 4, FirstSlot = 4 };

        await bench.Provider.SubmitAsync(paid, PiapiBench.Cancel);

        Assert.Equal(4, bench.SentInput().GetProperty("batch_size").GetInt32());
        Assert.Equal(Seed + 4, bench.SentInput().GetProperty("seed").GetInt64());
        Assert.Equal(60_000, bench.Wire.Bill.FrozenUnits);
    }

    [Fact]
    public async Task Submit_Callback_GoesAlongWithASecretOfItsOwn()
    {
        await using var bench = await PiapiBench.StartAsync();
        var callback = new Uri("http://127.0.0.1:9/callbacks/t0ken");

        await bench.SubmitAsync(Compiled(Create()), callback);
        var first = Webhook(bench);
        await bench.SubmitAsync(Compiled(Create()), callback);

        Assert.Equal(callback.AbsoluteUri, first.GetProperty("endpoint").GetString());
        Assert.NotEqual(first.GetProperty("secret").GetString(), Webhook(bench).GetProperty("secret").GetString());
        Assert.DoesNotContain(PiapiBench.Key, first.GetRawText());
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Submit_SamePictureWithItsMark_IsAnotherUpload()
    {
        await using var bench = await PiapiBench.StartAsync();
        var call = Compiled(Photo(bench, 512, 384));

        await bench.SubmitAsync(call);
        bench.Sources.Marked = true;
        await bench.SubmitAsync(call);
        await bench.SubmitAsync(call);

        Assert.Equal(
            ["upload", "task", "upload", "task", "task"],
            bench.Wire.Calls.Select(received => received.Operation)
        );
    }

    [Fact]
    [Trait("Requirement", "B-21")]
    public async Task Submit_PictureWithAnAddress_IsFetchedFromUs()
    {
        await using var bench = await PiapiBench.StartAsync();

        await bench.SubmitAsync(Compiled(Change(Schnell, new Stylise(Source, null, "ghibli"))));

        Assert.Equal($"https://images.example.com/{Source}.png", bench.SentInput().GetProperty("image").GetString());
        Assert.DoesNotContain(bench.Wire.Calls, call => call.Operation == "upload");
    }

    [Fact]
    [Trait("Requirement", "B-27")]
    public async Task Submit_PictureWithoutAnAddress_IsUploadedBeforeThePaidPost()
    {
        await using var bench = await PiapiBench.StartAsync();
        var order = Photo(bench, 64, 48);

        await bench.SubmitAsync(Compiled(order));

        Assert.Equal(["upload", "task"], bench.Wire.Calls.Select(call => call.Operation));
        Assert.StartsWith(
            $"{bench.Wire.BaseUrl}/ephemeral/",
            bench.SentInput().GetProperty("image").GetString(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(order.Source!.Id.ToString("N"), bench.Sent("upload").Body, StringComparison.Ordinal);
        Assert.Empty(bench.Wire.Violations);
    }

    // Pixels are counted at three bytes. With an alpha channel, and noise that does not pack, they are more than 10 MiB as a PNG.
    [Fact]
    public async Task Submit_PictureLargerThanAnUpload_IsTooLargeAndNothingIsSent()
    {
        await using var bench = await PiapiBench.StartAsync();
        var noise = new byte[1800 * 1800 * 4];
        System.Security.Cryptography.RandomNumberGenerator.Fill(noise);
        var source = bench.Sources.Add(new Imaging.PixelBuffer(1800, 1800, 4, noise));
        var order = Change(
            "Qubico/image-toolkit#background-remove",
            new RemoveBackground(source, false, false),
            null,
            1800,
            1800,
            source
        );

        var failure = await PiapiBench.FailAsync(() =>
            bench.SubmitAsync(Compiled(order with { PublicAddress = false }))
        );

        Assert.Equal((FailureKind.TooLarge, Charge.None), (failure.Kind, failure.Charge));
        Assert.Contains("10 MiB", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Wire.Calls);
    }

    [Fact]
    public async Task Submit_SameCallAgain_UploadsOnce()
    {
        await using var bench = await PiapiBench.StartAsync();
        var call = Compiled(Photo(bench, 512, 384));

        await bench.SubmitAsync(call);
        await bench.SubmitAsync(call);
        bench.Time.Advance(TimeSpan.FromMinutes(31));
        await bench.SubmitAsync(call);

        Assert.Equal(
            ["upload", "task", "task", "upload", "task"],
            bench.Wire.Calls.Select(received => received.Operation)
        );
    }

    // The guard finds the intent too old; the next try of the same call must not be as late.
    [Fact]
    public async Task Submit_UploadThatTakesLong_IsThereForTheNextTry()
    {
        await using var bench = await PiapiBench.StartAsync();
        var call = Compiled(Photo(bench, 512, 384));
        var late = new ProviderException("piapi", FailureKind.NotSent, Charge.None, "Too old.");
        var guard = new TestGuard { Before = _ => throw late };

        Assert.Same(
            late,
            await PiapiBench.FailAsync(() =>
                bench.Provider.SubmitAsync(bench.Paid(call, guard: guard), PiapiBench.Cancel)
            )
        );
        await bench.SubmitAsync(call);

        Assert.Single(bench.Wire.Calls, received => received.Operation == "upload");
        Assert.Single(bench.Wire.Calls, received => received.Operation == "task");
    }

    [Fact]
    public async Task Submit_CallerLeavesDuringTheUpload_TheUploadGoesOn()
    {
        await using var bench = await PiapiBench.StartAsync();
        var call = Compiled(Photo(bench, 512, 384));
        bench.Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.Latency,
                Operation = "upload",
                DelayMs = 8000,
            }
        );
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(PiapiBench.Cancel);
        var submit = bench.Provider.SubmitAsync(bench.Paid(call), leaving.Token);
        await bench.Wire.WaitForCallsAsync(1, PiapiBench.Cancel);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submit);
        var again = bench.SubmitAsync(call);
        bench.Time.Advance(TimeSpan.FromSeconds(8));
        await again;

        Assert.Single(bench.Wire.Calls, received => received.Operation == "upload");
        Assert.Single(bench.Wire.Calls, received => received.Operation == "task");
    }

    [Theory]
    [InlineData(FaultAction.Unauthorized, FailureKind.Unauthorized)]
    [InlineData(FaultAction.ErrorBefore, FailureKind.ServerError)]
    [InlineData(FaultAction.CutAfter, FailureKind.Lost)]
    [InlineData(FaultAction.BrokenJson, FailureKind.Unreadable)]
    public async Task Submit_UploadThatFails_CostsNothingAndIsTriedAnew(FaultAction action, FailureKind kind)
    {
        await using var bench = await PiapiBench.StartAsync();
        var call = Compiled(Photo(bench, 512, 384));
        bench.Fault(action, "upload");
        var guard = new TestGuard();

        var failure = await PiapiBench.FailAsync(() =>
            bench.Provider.SubmitAsync(bench.Paid(call, guard: guard), PiapiBench.Cancel)
        );
        await bench.SubmitAsync(call);

        Assert.Equal((kind, Charge.None, 0), (failure.Kind, failure.Charge, guard.Asked));
        Assert.Equal(["upload", "upload", "task"], bench.Wire.Calls.Select(received => received.Operation));
    }

    [Fact]
    [Trait("Requirement", "C-38")]
    public async Task Submit_Inpaint_UploadsThePictureWithHolesWhereToPaint()
    {
        await using var bench = await PiapiBench.StartAsync();
        var picture = bench.Sources.Add(TestPictures.Varied(256, 256, 3));
        var mask = bench.Sources.Add(Half(256));

        await bench.SubmitAsync(
            Compiled(
                Change(Fill, new Inpaint(picture, mask, "a hat", 0.8), "a hat", 256, 256, picture) with
                {
                    PublicAddress = false,
                }
            )
        );

        var data = bench.SentBody("upload").GetProperty("file_data").GetBytesFromBase64();
        var sent = PngReader.Decode(data);
        var original = TestPictures.Varied(256, 256, 3);
        Assert.Equal([0, 0, 0, 0], sent.At(0, 0));
        Assert.Equal([0, 0, 0, 0], sent.At(127, 255));
        Assert.Equal([.. original.At(128, 9), 255], sent.At(128, 9));
        Assert.Equal([.. original.At(255, 255), 255], sent.At(255, 255));
        Assert.False(bench.SentInput().TryGetProperty("mask", out _));
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_InpaintWithMaskAsFile_UploadsTwoFiles()
    {
        await using var bench = await PiapiBench.StartAsync(maskAsFile: true);
        var picture = bench.Sources.Add(TestPictures.Varied(256, 256, 3));
        var mask = bench.Sources.Add(Half(256));
        var order = Change(Fill, new Inpaint(picture, mask, "a hat", 0.8), "a hat", 256, 256, picture);

        await bench.SubmitAsync(Compiled(order with { PublicAddress = false }, maskAsFile: true));

        var files = bench
            .Wire.Calls.Where(call => call.Operation == "upload")
            .Select(call => JsonDocument.Parse(call.Body!).RootElement.GetProperty("file_data").GetBytesFromBase64())
            .Select(PngReader.Decode)
            .ToList();
        Assert.Equal(2, files.Count);
        Assert.Equal([255, 255, 255], files[1].At(0, 0));
        Assert.Equal([0, 0, 0], files[1].At(200, 0));
        Assert.NotEqual(
            bench.SentInput().GetProperty("image").GetString(),
            bench.SentInput().GetProperty("mask").GetString()
        );
        Assert.Empty(bench.Wire.Violations);
    }

    // Each header to its own address, and none to where somebody only meant the base to be.
    [Theory]
    [InlineData(null, null, "https://api.piapi.ai", "https://upload.theapi.app")]
    [InlineData("http://127.0.0.1:1/pi", null, "http://127.0.0.1:1/pi", "http://127.0.0.1:1/pi")]
    [InlineData("http://127.0.0.1:1/pi", "http://127.0.0.1:2", "http://127.0.0.1:1/pi", "http://127.0.0.1:2")]
    [InlineData(null, "http://127.0.0.1:2", "https://api.piapi.ai", "http://127.0.0.1:2")]
    public void Site_Addresses_TheKeyGoesToTheseAlone(string? baseUrl, string? uploadUrl, string tasks, string uploads)
    {
        var (own, files) = PiapiSite.Addresses(AddressOf(baseUrl), AddressOf(uploadUrl));

        Assert.Equal((new Uri(tasks), new Uri(uploads)), (own, files));
    }

    private static Uri? AddressOf(string? text) => text is null ? null : new Uri(text);

    private static JsonElement Webhook(PiapiBench bench) =>
        bench.SentBody("task").GetProperty("config").GetProperty("webhook_config");

    private static Calls.CompileOrder Photo(PiapiBench bench, int width, int height)
    {
        var id = bench.Sources.Add(TestPictures.Varied(width, height, 3));
        return Change(Schnell, new Stylise(id, null, "ghibli"), "ghibli", width, height, id) with
        {
            PublicAddress = false,
        };
    }

    // White on the left.
    private static Imaging.PixelBuffer Half(int side)
    {
        var mask = TestPictures.Plain(side, side, 0, 0, 0);
        for (var y = 0; y < side; y++)
        {
            mask.Pixels.AsSpan(y * side * 3, side / 2 * 3).Fill(255);
        }

        return mask;
    }
}
