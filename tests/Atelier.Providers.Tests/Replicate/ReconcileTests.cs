using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Replicate;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Replicate.ReplicateOrders;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>Lost calls in the list of predictions: one that fits is ours, two are nobody's.</summary>
public sealed class ReconcileTests
{
    [Theory]
    [InlineData("flux-schnell")]
    [InlineData("sdxl")]
    public async Task Reconcile_OneThatFits_IsOurs(string model)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create(model));
        var lost = await bench.LoseAsync(call);
        // Others of the same moment, with other words and another seed.
        await bench.SubmitAsync(Compiled(Create(model, prompt: "a green owl")));
        await bench.SubmitAsync(bench.Paid(call) with { FirstSlot = 4 });

        var found = Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost));

        bench.Wire.FinishTasks();
        Assert.Equal(1, bench.Wire.Bill.Items.Single(line => line.Id == found.TaskId).Call);
    }

    [Fact]
    public async Task Reconcile_ThatEndedLongAgo_IsFoundAllTheSame()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = await bench.LoseAsync(Compiled(Create("flux-schnell")));
        bench.Wire.FinishTasks();

        Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost, 600));
    }

    [Fact]
    public async Task Reconcile_WithAPicture_ComparesTheRest()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var source = bench.Sources.Add(TestPictures.Noise(512, 384));
        var lost = await bench.LoseAsync(Compiled(Change("sdxl", new Stylise(source, null, null), 512, 384, "oil")));

        Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost));
    }

    [Fact]
    public async Task Reconcile_TwoAlike_AreUnsure()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var first = await bench.LoseAsync(call);
        var second = await bench.LoseAsync(call);

        Assert.IsType<Reconciled.Unsure>(
            await bench.LookAsync(first with { Rivals = [new LostRival(call, second.IntentAt)] })
        );
        Assert.IsType<Reconciled.Unsure>(
            await bench.LookAsync(second with { Rivals = [new LostRival(call, first.IntentAt)] }, 120)
        );
    }

    [Fact]
    public async Task Reconcile_OneForTwoLostAlike_IsNeithers()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var lost = await bench.LoseAsync(call);

        var result = await bench.LookAsync(lost with { Rivals = [new LostRival(call, lost.IntentAt)] });

        Assert.IsType<Reconciled.Unsure>(result);
    }

    [Fact]
    public async Task Reconcile_RivalWithAnotherSeedOrFromAnotherTime_IsNone()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var lost = await bench.LoseAsync(call);
        lost = lost with
        {
            Rivals =
            [
                new LostRival(call, lost.IntentAt, FirstSlot: 4),
                new LostRival(call, lost.IntentAt.AddMinutes(-5)),
            ],
        };

        Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost));
    }

    [Fact]
    public async Task Reconcile_TaskOfAnotherAttempt_IsNotTaken()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var taskId = await bench.SubmitAsync(call);
        var lost = bench.Lost(call, bench.Now) with { KnownTasks = new HashSet<string> { taskId } };

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost));
        Assert.IsType<Reconciled.Nothing>(await bench.LookAsync(lost, 60));
    }

    [Fact]
    public async Task Reconcile_NeverArrived_IsNothingOnceItCanNoLongerArrive()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = bench.Lost(Compiled(Create("flux-schnell")), bench.Now);

        // Its 30 s, and 30 more for a provider that did not notice that nobody listens any more.
        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 35));
        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 24));
        Assert.IsType<Reconciled.Nothing>(await bench.LookAsync(lost, 1));
    }

    [Fact]
    public async Task Reconcile_MadeAfterNobodyListened_IsNeverCalledNothing()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var lost = bench.Lost(call, bench.Now);

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 36));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.SubmitAsync(call);

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 60));
    }

    [Theory]
    [InlineData(0, 35)]
    [InlineData(5, 35)]
    [InlineData(10, 40)]
    public async Task Reconcile_AnotherGrace_IsKeptButNeverLessThanTheLifeOfAnIntent(int grace, int seconds)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = bench.Lost(Compiled(Create("flux-schnell")), bench.Now) with { Grace = TimeSpan.FromSeconds(grace) };

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, seconds - 1));
        Assert.IsType<Reconciled.Nothing>(await bench.LookAsync(lost, 1));
    }

    // What was left out is filled in, and 1 is told as 1.0: that is what was sent.
    [Theory]
    [InlineData("flux-schnell")]
    [InlineData("sdxl")]
    public async Task Reconcile_InputShownInOtherWords_IsOurs(string model)
    {
        await using var bench = await ReplicateBench.StartAsync(InputEcho.FilledIn);
        var lost = await bench.LoseAsync(Compiled(Create(model)));

        Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost));
    }

    // It is billed, and nobody promises that an input is shown as it was sent: so its risk stays.
    [Fact]
    public async Task Reconcile_InputShownAsAnother_IsNeitherTakenNorCalledNothing()
    {
        await using var bench = await ReplicateBench.StartAsync(InputEcho.Changed);
        var lost = await bench.LoseAsync(Compiled(Create("flux-schnell")));
        bench.Wire.FinishTasks();

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost));
        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 600));
        Assert.NotEqual(0, bench.Wire.Bill.NanoDollars);
    }

    [Theory]
    [InlineData("flux-schnell", 0, false)]
    [InlineData("flux-schnell", 30, true)]
    [InlineData("sdxl", 0, true)]
    public async Task Reconcile_AnotherInputOfTheTimeAndModel_IsADoubtAndAnyOtherIsNone(
        string model,
        int madeAfter,
        bool nothing
    )
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = bench.Lost(Compiled(Create("flux-schnell")), bench.Now);
        bench.Time.Advance(TimeSpan.FromSeconds(madeAfter));
        await bench.SubmitAsync(Compiled(Create(model, prompt: "a green owl")));

        var result = await bench.LookAsync(lost, 60);

        Assert.Equal(nothing ? new Reconciled.Nothing() : new Reconciled.Unsure(), result);
    }

    [Fact]
    public async Task Reconcile_MadeAMomentAgo_WaitsForTheNextLook()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = await bench.LoseAsync(Compiled(Create("flux-schnell")));

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 1));
        Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost, 1));
    }

    [Fact]
    public async Task Reconcile_OutsideItsTime_IsNeitherTakenNorCalledNothing()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var call = Compiled(Create("flux-schnell"));
        var lost = bench.Lost(call, bench.Now);
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        await bench.SubmitAsync(call);

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 100));
    }

    [Fact]
    public async Task Reconcile_InputDeleted_IsNotToBeSaid()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = await bench.LoseAsync(Compiled(Create("flux-schnell")));
        bench.Wire.FinishTasks();

        Assert.IsType<Reconciled.Unsure>(await bench.LookAsync(lost, 3700));
    }

    [Fact]
    public async Task Reconcile_AmongHundreds_TurnsThePages()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = await bench.LoseAsync(Compiled(Create("flux-schnell")));
        var other = Compiled(Create("flux-schnell", prompt: "a green owl"));
        for (var i = 0; i < 100; i++)
        {
            await bench.SubmitAsync(other);
        }

        Assert.IsType<Reconciled.Found>(await bench.LookAsync(lost));
        Assert.Equal(2, bench.CallsOf("list").Count);
        Assert.Empty(bench.Wire.Violations);
    }

    [Theory]
    [InlineData(FaultAction.ErrorBefore)]
    [InlineData(FaultAction.CutBody)]
    [InlineData(FaultAction.BrokenJson)]
    [InlineData(FaultAction.Redirect)]
    public async Task Reconcile_ListThatCannotBeRead_SaysNothingAtAll(FaultAction action)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var lost = bench.Lost(Compiled(Create("flux-schnell")), bench.Now);
        bench.Fault(action, "list");

        var failure = await Assert.ThrowsAsync<ProviderException>(() => bench.LookAsync(lost, 60));

        Assert.Equal(Charge.None, failure.Charge);
    }

    [Theory]
    [InlineData("""{"results": [{"id": "p1"}, {"id": 7}]}""")]
    [InlineData("""{"results": {}}""")]
    [InlineData("""{"results": [], "next": "https://evil.example.com/v1/predictions"}""")]
    public async Task Reconcile_ListWithAHole_SaysNothingAtAll(string body)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);

        await Assert.ThrowsAsync<ProviderException>(() => LookAtAsync(server));
    }

    [Fact]
    public async Task Reconcile_NextPageElsewhere_IsAskedForAtHomeAndHasAnEnd()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            """{"results": [], "next": "https://evil.example.com/v1/predictions?cursor=abc%3D"}"""
        );

        Assert.IsType<Reconciled.Unsure>(await LookAtAsync(server));

        Assert.Equal(2, server.Requests.Count);
        Assert.EndsWith("&cursor=abc%3D", server.Requests[1].Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reconcile_WebhookThatShows_TellsEqualsApart(bool ours)
    {
        var call = Compiled(Create("flux-schnell"));
        var (attempt, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var now = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        string Line(string id, Guid of) =>
            $$"""
                {"id": "{{id}}", "model": "black-forest-labs/flux-schnell", "status": "starting", "input": {{InputOf(
                    call
                )}},
                 "created_at": "2026-11-20T10:00:01Z", "webhook": "https://a.example.com/v1/callbacks/replicate/{{of}}/tttt"}
                """;
        var lines = ours ? $"{Line("p1", other)}, {Line("p2", attempt)}" : Line("p1", other);
        await using var server = await StubServer.AnsweringAsync(200, $$"""{"results": [{{lines}}], "next": null}""");
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
        var lost = new LostCall(attempt, call, now, now.AddMinutes(2), null, [], new HashSet<string>())
        {
            Callback = new Uri($"https://a.example.com/v1/callbacks/replicate/{attempt}/tttt"),
        };

        var result = await new ReplicateProvider(site, TimeProvider.System).ReconcileAsync(lost, ReplicateBench.Cancel);

        Assert.Equal(ours ? new Reconciled.Found("p2") : new Reconciled.Nothing(), result);
    }

    private static async Task<Reconciled> LookAtAsync(StubServer server)
    {
        using var site = new ProviderSite(ReplicateSite.Options("k", server.Url), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        var lost = new LostCall(
            Guid.CreateVersion7(),
            Compiled(Create("flux-schnell")),
            now.AddMinutes(-2),
            now,
            null,
            [],
            new HashSet<string>()
        );
        return await new ReplicateProvider(site, TimeProvider.System).ReconcileAsync(lost, ReplicateBench.Cancel);
    }
}
