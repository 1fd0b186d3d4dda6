using System.Text.Json;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Replicate.ReplicateOrders;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>The paid POST against the emulator, which checks every member of it.</summary>
public sealed class SubmitTests
{
    private const string Inside = "data:image/png;base64,";

    [Theory]
    [InlineData("flux-schnell", "/v1/models/black-forest-labs/flux-schnell/predictions")]
    [InlineData("flux-1.1-pro", "/v1/models/black-forest-labs/flux-1.1-pro/predictions")]
    [InlineData("flux-kontext", "/v1/models/black-forest-labs/flux-kontext-pro/predictions")]
    [InlineData("sdxl", "/v1/predictions")]
    public async Task Submit_ANewPicture_IsOnePostThatWaitsForNothing(string model, string path)
    {
        await using var bench = await ReplicateBench.StartAsync();

        var submission = await bench.Provider.SubmitAsync(bench.Paid(Compiled(Create(model))), ReplicateBench.Cancel);

        var submitted = Assert.IsType<Submission.Submitted>(submission);
        Assert.InRange(submitted.FirstPoll, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
        var call = Assert.Single(bench.Wire.Calls);
        Assert.Equal(path, call.Path);
        Assert.DoesNotContain("Prefer", call.Headers.Keys);
        Assert.Equal(
            model == "sdxl" ? ["input", "version"] : ["input"],
            bench.SentBody().EnumerateObject().Select(member => member.Name)
        );
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_SeveralPictures_AreOneCallWithASeedOfItsOwn()
    {
        await using var bench = await ReplicateBench.StartAsync();

        await bench.SubmitAsync(bench.Paid(Compiled(Create("flux-schnell")), pictures: 3) with { FirstSlot = 4 });

        var input = bench.SentBody().GetProperty("input");
        Assert.Equal(3, input.GetProperty("num_outputs").GetInt32());
        Assert.Equal(Seed + 4, input.GetProperty("seed").GetInt64());
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_Callback_AsksForTheEndAlone()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var callback = new Uri("http://127.0.0.1:9/v1/callbacks/t0ken");

        await bench.SubmitAsync(bench.Paid(Compiled(Create("sdxl")), callback: callback));

        Assert.Equal(callback.AbsoluteUri, bench.SentBody().GetProperty("webhook").GetString());
        Assert.Equal(["completed"], bench.SentBody().GetProperty("webhook_events_filter").Deserialize<string[]>()!);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    [Trait("Requirement", "B-23")]
    public async Task Submit_ASmallPicture_GoesInsideTheInput()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Varied(128, 96, 3));

        await bench.SubmitAsync(Compiled(Change("sdxl", new Stylise(source, null, null), 128, 96, "oil")));

        // The least side of the offer is larger than the picture, which is brought to it.
        var picture = PictureIn(bench, "image");
        Assert.Equal((352, 264), (picture.Width, picture.Height));
        Assert.Empty(bench.CallsOf("upload"));
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    [Trait("Requirement", "B-23")]
    public async Task Submit_ALargePicture_IsUploadedBeforeThePost()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Noise(512, 384));

        await bench.SubmitAsync(Compiled(Change("sdxl", new Stylise(source, null, null), 512, 384, "oil")));

        Assert.Equal(["upload", "predictions"], bench.Wire.Calls.Select(call => call.Operation));
        var part = Assert.Single(bench.Wire.Calls[0].Parts);
        Assert.Equal(("content", "image.png", "image/png"), (part.Name, part.FileName, part.ContentType));
        Assert.True(part.Length > 256 * 1024);
        Assert.StartsWith(
            $"{bench.Wire.BaseUrl}/v1/files/",
            bench.SentBody().GetProperty("input").GetProperty("image").GetString()
        );
        Assert.Empty(bench.Wire.Violations);
    }

    [Theory]
    [InlineData(FaultAction.ErrorBefore)]
    [InlineData(FaultAction.CutBefore)]
    [InlineData(FaultAction.BrokenJson)]
    [InlineData(FaultAction.TooManyRequests)]
    [InlineData(FaultAction.Redirect)]
    public async Task Submit_UploadThatFails_LetsThePictureGoInside(FaultAction action)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Noise(512, 384));
        bench.Fault(action, "upload");

        await bench.SubmitAsync(Compiled(Change("sdxl", new Stylise(source, null, null), 512, 384, "oil")));

        Assert.Contains($"\"image\":\"{Inside}", bench.CallsOf("predictions")[^1].Body);
        Assert.Single(bench.CallsOf("predictions"));
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_UploadThatHangs_HoldsUpTheIntentForTwoSeconds()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Noise(512, 384));
        bench.Fault(FaultAction.HangBefore, "upload");

        var submitting = bench.SubmitAsync(Compiled(Change("sdxl", new Stylise(source, null, null), 512, 384, "oil")));
        await bench.Wire.WaitForCallsAsync(1, ReplicateBench.Cancel);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await submitting;

        Assert.Contains($"\"image\":\"{Inside}", bench.CallsOf("predictions")[^1].Body);
    }

    [Fact]
    public async Task Submit_AnImageThatIsGone_SendsNothing()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Change("sdxl", new Stylise(Guid.CreateVersion7(), null, null), 512, 384, "oil"));

        await Assert.ThrowsAnyAsync<Exception>(() => bench.SubmitAsync(call));

        Assert.Empty(bench.Wire.Calls);
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public async Task Submit_AMask_IsWhiteWhereToPaint()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Plain(256, 256, 10, 20, 30));
        var mask = TestPictures.Plain(256, 256, 255, 255, 255, 255);
        mask.Pixels[3] = 0;

        await bench.SubmitAsync(
            Compiled(Change("sdxl", new Inpaint(source, bench.Sources.Add(mask), "a hat", 0.8), 256, 256, "a hat"))
        );

        var sent = PictureIn(bench, "mask");
        Assert.Equal([255, 255, 255], sent.Pixels[..3]);
        Assert.Equal([0, 0, 0], sent.Pixels[3..6]);
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_ThatEndedAtOnceInFailure_IsATaskThatSaysSo()
    {
        await using var bench = await ReplicateBench.StartAsync();
        bench.Wire.TaskDuration = TimeSpan.Zero;

        var taskId = await bench.SubmitAsync(Compiled(Create("flux-schnell", prompt: "a nude statue")));
        var failed = Assert.IsType<TaskState.Failed>(await bench.PollAsync(taskId));

        Assert.Equal((FailureKind.Refused, Charge.None), (failed.Failure.Kind, failed.Failure.Charge));
        Assert.Equal(["sexual"], failed.Failure.Categories);
    }

    private static Atelier.Imaging.PixelBuffer PictureIn(ReplicateBench bench, string name)
    {
        var text = bench.SentBody().GetProperty("input").GetProperty(name).GetString()!;
        Assert.StartsWith(Inside, text);
        return PngReader.Decode(Convert.FromBase64String(text[Inside.Length..]));
    }
}
