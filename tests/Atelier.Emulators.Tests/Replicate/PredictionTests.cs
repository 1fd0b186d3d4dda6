using System.Text;
using Atelier.Emulators.Hosting;
using Atelier.Emulators.Tests.Serving;
using Atelier.Emulators.Wires.Replicate;
using Atelier.TestKit.Time;

namespace Atelier.Emulators.Tests.Replicate;

/// <summary>Replicate as its wire sheet has it.</summary>
public sealed class PredictionTests
{
    private const string Schnell = "/replicate/v1/models/black-forest-labs/flux-schnell/predictions";
    private const string Predictions = "/replicate/v1/predictions";
    private const string Sdxl = "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc";

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(Sdxl)]
    [InlineData("stability-ai/sdxl:" + Sdxl)]
    public async Task Create_ByVersion_RunsAndOutputsAList(string version)
    {
        await using var bench = await StartAsync();

        var made = await bench.PostAsync(Predictions, new { version, input = new { prompt = "a fox" } });

        Assert.Equal((201, "starting"), (made.Status, (string)made.Json["status"]!));
        bench.Emulator.Replicate.FinishTasks();
        var done = (await bench.GetAsync($"{Predictions}/{made.Json["id"]}")).Json;
        Assert.Equal("succeeded", (string)done["status"]!);
        Assert.Single(done["output"]!.AsArray());
        Assert.Equal(8.2m, (decimal)done["metrics"]!["predict_time"]!);
        var file = await bench.GetAsync(new Uri((string)done["output"]![0]!).PathAndQuery);
        Assert.Equal(200, file.Status);
        Assert.Empty(bench.Emulator.Replicate.Violations);
        Assert.Equal(7_995_000, bench.Emulator.Replicate.Bill.NanoDollars);
    }

    [Theory]
    [InlineData("/replicate/v1/models/stability-ai/sdxl/predictions", "{\"input\": {\"prompt\": \"a\"}}", 404)]
    [InlineData(Predictions, "{\"version\": \"nobody/nothing\", \"input\": {\"prompt\": \"a\"}}", 422)]
    [InlineData(Schnell, "{\"input\": {\"prompt\": \"a\", \"aspect_ratio\": \"7:1\"}}", 422)]
    [InlineData(Schnell, "{\"input\": {\"prompt\": \"a\", \"num_outputs\": 5}}", 422)]
    [InlineData(Schnell, "{\"input\": {\"prompt\": \"a\", \"negative_prompt\": \"b\"}}", 422)]
    [InlineData(Schnell, "{\"input\": {\"prompt\": \"a\"}, \"wait\": true}", 422)]
    [InlineData(Schnell, "{\"input\": {\"prompt\": \"a\"}, \"webhook\": \"http://example.com/\"}", 422)]
    [InlineData(Schnell, "{\"input\": {\"prompt\": 7}}", 422)]
    [InlineData(Schnell, "{}", 422)]
    public async Task Create_WhatTheSheetDoesNotHave_IsRefusedAndFree(string path, string body, int status)
    {
        await using var bench = await StartAsync();

        var answer = await bench.PostAsync(path, body);

        Assert.Equal((status, status), (answer.Status, (int)answer.Json["status"]!));
        Assert.NotNull(answer.Json["detail"]);
        Assert.Equal(0, bench.Emulator.Replicate.RunningTasks);
    }

    [Fact]
    public async Task Create_PreferWait_HoldsTheAnswerUntilItIsThereOrTheTimeIsUp()
    {
        await using var bench = await StartAsync();
        var replicate = bench.Emulator.Replicate;

        var first = WaitAsync(bench);
        await replicate.WaitForCallsAsync(1, TestBench.Cancel);
        await UntilRunningAsync(bench);
        replicate.FinishTasks();
        var done = await first;
        var second = WaitAsync(bench);
        await replicate.WaitForCallsAsync(2, TestBench.Cancel);
        await UntilRunningAsync(bench);
        while (!second.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal((201, "succeeded"), (done.Status, (string)done.Json["status"]!));
        Assert.Equal((202, "starting"), ((await second).Status, (string)(await second).Json["status"]!));
    }

    [Fact]
    public async Task Cancel_Running_EndsItAndBillsNoPicture()
    {
        await using var bench = await StartAsync();
        var made = await bench.PostAsync(Schnell, new { input = new { prompt = "a fox" } });

        var canceled = await bench.PostAsync($"{Predictions}/{made.Json["id"]}/cancel", "");

        Assert.Equal((200, "canceled"), (canceled.Status, (string)canceled.Json["status"]!));
        Assert.Equal(0, bench.Emulator.Replicate.RunningTasks);
        Assert.Empty(bench.Emulator.Replicate.Bill.Items);
        Assert.Equal(404, (await bench.PostAsync($"{Predictions}/nobody/cancel", "")).Status);
    }

    [Fact]
    public async Task List_ByTime_ShowsInputsUntilTheyAreDeleted()
    {
        await using var bench = await StartAsync();
        await bench.PostAsync(Schnell, new { input = new { prompt = "a fox" } });
        _time.Advance(TimeSpan.FromMinutes(1));
        var at = Uri.EscapeDataString(_time.GetUtcNow().ToString("O"));
        await bench.PostAsync(Schnell, new { input = new { prompt = "an owl" } });
        bench.Emulator.Replicate.FinishTasks();

        var later = (await bench.GetAsync($"{Predictions}?created_after={at}")).Json["results"]!.AsArray();
        var earlier = (await bench.GetAsync($"{Predictions}?created_before={at}")).Json["results"]!.AsArray();
        _time.Advance(TimeSpan.FromHours(1));
        var gone = (await bench.GetAsync(Predictions)).Json["results"]!.AsArray();

        Assert.Equal("an owl", (string)Assert.Single(later)!["input"]!["prompt"]!);
        Assert.Equal("a fox", (string)Assert.Single(earlier)!["input"]!["prompt"]!);
        Assert.Equal(2, gone.Count);
        Assert.All(gone, one => Assert.Equal((true, 0), ((bool)one!["data_removed"]!, one["input"]!.AsObject().Count)));
    }

    [Fact]
    public async Task Files_UploadedShownAndDeleted()
    {
        await using var bench = await StartAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "content", "a.png" } };

        var made = await bench.SendAsync(HttpMethod.Post, "/replicate/v1/files", form);

        var path = new Uri((string)made.Json["urls"]!["get"]!).AbsolutePath;
        Assert.Equal((201, 3), (made.Status, (int)made.Json["size"]!));
        Assert.Equal(200, (await bench.GetAsync(path)).Status);
        Assert.Single((await bench.GetAsync("/replicate/v1/files")).Json["results"]!.AsArray());
        Assert.Equal(204, (await bench.SendAsync(HttpMethod.Delete, path, null)).Status);
        Assert.Equal(404, (await bench.GetAsync(path)).Status);
        Assert.Equal(422, (await bench.PostAsync("/replicate/v1/files", "{}")).Status);
    }

    [Fact]
    public async Task Webhook_AtTheEnd_IsThePrediction()
    {
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var bench = await StartAsync();
        string[] events = ["completed"];
        await bench.PostAsync(
            Schnell,
            new
            {
                input = new { prompt = "a fox" },
                webhook = receiver.Url,
                webhook_events_filter = events,
            }
        );

        bench.Emulator.Replicate.FinishTasks();

        var (_, body) = await receiver.NextAsync();
        Assert.Equal("succeeded", (string)body["status"]!);
        var secret = (string)(await bench.GetAsync("/replicate/v1/webhooks/default/secret")).Json["key"]!;
        Assert.Equal(WebhookSigner.Secret, secret);
        Assert.Empty(bench.Emulator.Replicate.Violations);
    }

    [Theory]
    [InlineData("/replicate/v1/account")]
    [InlineData("/replicate/v1/predictions")]
    [InlineData("/replicate/v1/files")]
    [InlineData("/replicate/v1/webhooks/default/secret")]
    [InlineData("/replicate/v1/models/stability-ai/sdxl")]
    public async Task Any_WithoutAToken_Is401(string path)
    {
        await using var bench = await StartAsync();

        Assert.Equal(401, (await bench.SendAsync(HttpMethod.Get, path, null, key: false)).Status);
        Assert.Equal(200, (await bench.GetAsync(path)).Status);
    }

    private Task<TestBench> StartAsync() =>
        TestBench.StartAsync(
            new EmulatorOptions
            {
                LongestEdge = 32,
                TaskDuration = null,
                Time = _time,
            }
        );

    private static Task<Answer> WaitAsync(TestBench bench)
    {
        var content = new StringContent("""{"input": {"prompt": "a fox"}}""", Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Prefer", "wait=5");
        return bench.SendAsync(HttpMethod.Post, Schnell, content);
    }

    private static async Task UntilRunningAsync(TestBench bench)
    {
        while (bench.Emulator.Replicate.RunningTasks == 0)
        {
            TestBench.Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
