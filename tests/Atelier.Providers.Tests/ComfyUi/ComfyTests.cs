using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.ComfyUi;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.ComfyUi;

/// <summary>What goes to a ComfyUI, and what comes of it; beyond what every wire must do.</summary>
public sealed class ComfyTests : IAsyncLifetime
{
    private readonly TestSources _sources = new();
    private readonly MemorySpool _spool = new();
    private readonly List<ProviderSite> _sites = [];
    private Emulator _emulator = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EmulatedWire Wire => _emulator.Wire("comfyui");

    [Fact]
    public async Task Submit_NewPicture_SendsTheWorkflowWithItsSlotsFilled()
    {
        var order = Order("a \"red\" fox", 0, new PixelSize(1216, 832)) with { NegativePrompt = "fog", Guidance = 5 };
        var paid = Paid(Compiled(Adapter(), order), pictures: 2) with { FirstSlot = 4 };

        await Adapter().SubmitAsync(paid, Cancel);

        var sent = Assert.Single(Wire.Calls);
        Assert.Equal(("POST", "/prompt"), (sent.Method, sent.Path));
        var golden = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(ComfyCatalogue.Workflows, "text-to-image.json"), Cancel)
        )!;
        golden["3"]!["inputs"]!["seed"] = 11;
        golden["3"]!["inputs"]!["steps"] = 30;
        golden["3"]!["inputs"]!["cfg"] = 5;
        golden["4"]!["inputs"]!["ckpt_name"] = "juggernaut.safetensors";
        golden["5"]!["inputs"]!["width"] = 1216;
        golden["5"]!["inputs"]!["height"] = 832;
        golden["5"]!["inputs"]!["batch_size"] = 2;
        golden["6"]!["inputs"]!["text"] = "a \"red\" fox";
        golden["7"]!["inputs"]!["text"] = "fog";
        var body = JsonNode.Parse(sent.Body!)!;
        Assert.True(JsonNode.DeepEquals(golden, body["prompt"]), sent.Body);
        Assert.Equal(
            ($"{paid.AttemptId}", $"{paid.AttemptId}"),
            ((string?)body["prompt_id"], (string?)body["client_id"])
        );
        Assert.Equal(["client_id", "prompt", "prompt_id"], body.AsObject().Select(field => field.Key).Order());
        Assert.Empty(Wire.Violations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Submit_Change_UploadsItsFilesAndNamesThemAsTheServerDid(bool grow)
    {
        var source = _sources.Add(TestPictures.Varied(128, 128, 3));
        var mask = _sources.Add(TestPictures.Plain(128, 128, 255, 255, 255));
        ImageOperation operation = grow
            ? new Outpaint(source, 64, 64, 0, 0, "more", 0.8)
            : new Inpaint(source, mask, "a cat", 0.35);
        var order = Order("a cat", 1, null, operation);
        var call = Compiled(Adapter(), order);

        await Adapter().SubmitAsync(Paid(call), Cancel);

        Assert.Equal(["/upload/image", "/upload/image", "/prompt"], Wire.Calls.Select(sent => sent.Path));
        var graph = JsonNode.Parse(Wire.Calls[^1].Body!)!["prompt"]!;
        Assert.Equal(
            Wire.Calls.Take(2).Select(sent => $"sub/{sent.Parts.Single(part => part.Name == "image").Sha256}.png"),
            new[] { "1", "2" }.Select(node => (string?)graph[node]!["inputs"]!["image"])
        );
        Assert.Equal(grow ? 0.8 : 0.35, (double)graph["3"]!["inputs"]!["denoise"]!);
        Assert.DoesNotContain("strength_unsupported", call.Degradations.Select(loss => loss.Code));
        Assert.Empty(Wire.Violations);
    }

    [Fact]
    public async Task Submit_UploadFails_NothingWasBegun()
    {
        Wire.AddFaults(new FaultRule { Action = FaultAction.ErrorBefore, Operation = "upload" });
        var source = _sources.Add(TestPictures.Varied(64, 64, 3));
        var guard = new TestGuard();
        var order = Order("again", 1, null, new Variation(source, "again", 0.8));
        var paid = PaidCalls.Of(Compiled(Adapter(), order), 1, _spool, guard, _sources);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter().SubmitAsync(paid, Cancel));

        Assert.Equal((FailureKind.ServerError, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal(0, guard.Asked);
    }

    [Fact]
    public async Task Submit_ModelFileMissing_IsAModelThatIsGone()
    {
        var call = Compiled(Adapter(), Order("a fox", 0));
        var graph = JsonNode.Parse(
            call.Parameters.GetRawText().Replace("juggernaut", "missing", StringComparison.Ordinal)
        )!;

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter()
                .SubmitAsync(
                    Paid(call with { Parameters = System.Text.Json.JsonSerializer.SerializeToElement(graph) }),
                    Cancel
                )
        );

        Assert.Equal((FailureKind.ModelGone, Charge.None), (failure.Kind, failure.Charge));
        Assert.Empty(Wire.Violations);
    }

    [Theory]
    [InlineData(201, Charge.Unknown)]
    [InlineData(301, Charge.None)]
    [InlineData(302, Charge.Unknown)]
    [InlineData(303, Charge.Unknown)]
    public async Task Submit_StatusThatSaysNeitherYesNorNo_MayHaveTakenTheJob(int status, Charge charge)
    {
        await using var server = await StubServer.AnsweringAsync(status, "", headers: ("Location", "/elsewhere"));
        var adapter = Adapter(url: server.Url);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            adapter.SubmitAsync(Paid(Compiled(adapter, Order("a fox", 0))), Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, charge), (failure.Kind, failure.Charge));
        Assert.Single(server.Requests);
    }

    /// <summary>A server that keeps our id, and an old one that gives its own.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_EitherServer_BringsThePicturesOfItsOwnJob(bool old)
    {
        var adapter = Adapter(old);
        var paid = Paid(Compiled(adapter, Order("a fox", 0)), 3);

        var task = (Submission.Submitted)await adapter.SubmitAsync(paid, Cancel);
        var running = await adapter.PollAsync(task.TaskId, 0, _spool, Cancel);
        Wire.FinishTasks();
        var done = await adapter.PollAsync(task.TaskId, 1, _spool, Cancel);

        Assert.Equal(old, task.TaskId != $"{paid.AttemptId}");
        Assert.IsType<TaskState.Running>(running);
        Assert.IsType<TaskState.Answered>(done);
        Assert.Equal(3, (await adapter.ReadAsync(paid.Call, _spool, Cancel)).Pictures.Count);
        Assert.Empty(Wire.Violations);
    }

    [Theory]
    [InlineData(false, true, "found")]
    [InlineData(false, false, "found")]
    [InlineData(true, true, "found")]
    // The job has ended under an id that nobody knows: where it is free another one is made, else it stays open.
    [InlineData(true, false, "nothing")]
    public async Task Reconcile_AnswerLost_FindsItByOurIdOrOurMark(bool old, bool running, string expected)
    {
        Wire.AddFaults(new FaultRule { Action = FaultAction.CutAfter, Operation = "prompt" });
        foreach (var free in (bool[])[true, false])
        {
            var adapter = Adapter(old, free);
            var paid = Paid(Compiled(adapter, Order("a fox", 0)));
            Wire.AddFaults(new FaultRule { Action = FaultAction.CutAfter, Operation = "prompt" });
            await Assert.ThrowsAsync<ProviderException>(() => adapter.SubmitAsync(paid, Cancel));
            if (!running)
            {
                Wire.FinishTasks();
            }

            var now = DateTimeOffset.UnixEpoch;
            var lost = new LostCall(
                paid.AttemptId,
                paid.Call,
                now,
                now.AddSeconds(12),
                null,
                [],
                new HashSet<string>()
            );

            var found = await adapter.ReconcileAsync(lost, Cancel);

            if (expected == "found")
            {
                var job = Assert.IsType<Reconciled.Found>(found).TaskId;
                Assert.Equal(old, job != $"{paid.AttemptId}");
            }
            else
            {
                Assert.Equal(free, found is Reconciled.Nothing);
                Assert.Equal(!free, found is Reconciled.Unsure);
            }

            // While it may still be on its way, nobody can say that it never came.
            var early = lost with
            {
                AttemptId = Guid.CreateVersion7(),
                Now = now.AddSeconds(9),
            };
            Assert.IsType<Reconciled.Unsure>(await adapter.ReconcileAsync(early, Cancel));
        }
    }

    [Fact]
    public async Task Cancel_WaitsRunsOrEnded_IsDoneToThisJobAlone()
    {
        var adapter = Adapter();
        var call = Compiled(adapter, Order("a fox", 0));
        var first = ((Submission.Submitted)await adapter.SubmitAsync(Paid(call), Cancel)).TaskId;
        var second = ((Submission.Submitted)await adapter.SubmitAsync(Paid(call), Cancel)).TaskId;

        Assert.Equal(CancelAnswer.Confirmed, await adapter.CancelAsync(second, Cancel));
        Assert.IsType<TaskState.Vanished>(await adapter.PollAsync(second, 0, _spool, Cancel));
        Assert.IsType<TaskState.Running>(await adapter.PollAsync(first, 0, _spool, Cancel));
        Assert.Equal(CancelAnswer.Confirmed, await adapter.CancelAsync(first, Cancel));
        Wire.FinishTasks();
        Assert.IsType<TaskState.Failed>(await adapter.PollAsync(first, 1, _spool, Cancel));
        Assert.Equal(CancelAnswer.Confirmed, await adapter.CancelAsync(first, Cancel));
        Assert.Equal(
            [("/queue", $$"""{"delete":["{{second}}"]}"""), ("/interrupt", $$"""{"prompt_id":"{{first}}"}""")],
            Wire.Calls.Where(sent => sent.Method == "POST" && sent.Path != "/prompt")
                .Select(sent => (sent.Path, sent.Body!))
        );
    }

    /// <summary>An interrupt is a wish: the job may run on for a while, or be done.</summary>
    [Theory]
    [InlineData("runs", true, CancelAnswer.Ignored)]
    [InlineData("success", true, CancelAnswer.Ignored)]
    [InlineData("error", true, CancelAnswer.Confirmed)]
    [InlineData("error", false, CancelAnswer.Ignored)]
    [InlineData("forgotten", true, CancelAnswer.Ignored)]
    public async Task Cancel_RunningJob_IsWhatTheServerSaysOfItAfterwards(string end, bool free, CancelAnswer expected)
    {
        await using var server = await QueueAsync("queue_running", end);

        Assert.Equal(expected, await Adapter(free: free, url: server.Url).CancelAsync("job", Cancel));

        Assert.Equal("/interrupt", Assert.Single(server.Requests, request => request.Method == "POST").Path);
    }

    [Theory]
    [InlineData("forgotten", CancelAnswer.Confirmed)]
    [InlineData("success", CancelAnswer.Ignored)]
    [InlineData("runs", CancelAnswer.Ignored)]
    public async Task Cancel_WaitingJob_IsWhatTheServerSaysOfItAfterwards(string end, CancelAnswer expected)
    {
        await using var server = await QueueAsync("queue_pending", end);

        Assert.Equal(expected, await Adapter(free: false, url: server.Url).CancelAsync("job", Cancel));
    }

    [Fact]
    public async Task Cancel_ServerThatFailsAtTheWish_IsAskedAgain()
    {
        var adapter = Adapter();
        var call = Compiled(adapter, Order("a fox", 0));
        var task = ((Submission.Submitted)await adapter.SubmitAsync(Paid(call), Cancel)).TaskId;
        Wire.AddFaults(new FaultRule { Action = FaultAction.ErrorBefore, Operation = "interrupt" });

        await Assert.ThrowsAsync<ProviderException>(() => adapter.CancelAsync(task, Cancel));
        Assert.IsType<TaskState.Running>(await adapter.PollAsync(task, 0, _spool, Cancel));

        Assert.Equal(CancelAnswer.Confirmed, await adapter.CancelAsync(task, Cancel));
    }

    // One job in this list until somebody asks it to stop; then it is as told.
    private static Task<StubServer> QueueAsync(string list, string end)
    {
        var asked = false;
        return StubServer.StartAsync(context =>
        {
            var path = context.Request.Path.Value!;
            asked |= context.Request.Method == "POST";
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(
                path switch
                {
                    "/queue" when !asked || end == "runs" => $$"""{"{{list}}":[[1,"job",{},{},[]]]}""",
                    "/history/job" when asked && end is "success" or "error" =>
                        $$$"""{"job":{"outputs":{},"status":{"status_str":"{{{end}}}"} }}""",
                    _ => "{}",
                },
                context.RequestAborted
            );
        });
    }

    public async ValueTask InitializeAsync() =>
        _emulator = await Emulator.StartAsync(new EmulatorOptions { LongestEdge = 32, TaskDuration = null }, Cancel);

    public ValueTask DisposeAsync()
    {
        _sites.ForEach(site => site.Dispose());
        return _emulator.DisposeAsync();
    }

    private static CompiledCall Compiled(ComfyUiProvider adapter, CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(adapter.Compile(order)).Call;

    private static CompileOrder Order(
        string prompt,
        int offer,
        PixelSize? size = null,
        ImageOperation? operation = null
    )
    {
        var model = ComfyCatalogue.Of().FindModel("comfy-model")!;
        return new CompileOrder(
            new ImageRequest
            {
                Operation = operation ?? new Create(prompt, null, null),
                Seed = 7,
                Size = size ?? (operation is null ? new PixelSize(512, 512) : null),
            },
            model,
            model.Offers[offer],
            prompt,
            null,
            operation is null ? null : new SourceImage(default, 128, 128, "upload", null, null)
        );
    }

    private ComfyUiProvider Adapter(bool old = false, bool free = true, Uri? url = null)
    {
        var catalogue = ComfyCatalogue.Of(free);
        var entry = catalogue.FindProvider("comfyui")!;
        url ??= new Uri($"{Wire.BaseUrl}{(old ? "/old" : "")}");
        var site = new ProviderSite(ComfyUiSite.Options(entry, "", url), new FakeTimeProvider());
        _sites.Add(site);
        return new ComfyUiProvider(entry, site, ComfyCatalogue.Workflows, catalogue, new FakeTimeProvider());
    }

    private PaidCall Paid(CompiledCall call, int pictures = 1) =>
        PaidCalls.Of(call, pictures, _spool, sources: _sources);
}
