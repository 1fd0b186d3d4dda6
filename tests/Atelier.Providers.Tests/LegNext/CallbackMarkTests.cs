using Atelier.Core.Requests;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;
using static Atelier.Providers.Tests.LegNext.LostCalls;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>Lost calls that are found by the address they call back.</summary>
[Trait("Requirement", "A-38")]
public sealed class CallbackMarkTests
{
    private const string Token = "dG9rZW4tb2YtdGhpcy1hdHRlbXB0LWFuZC1ub25l";

    [Fact]
    public async Task Reconcile_TwoLostWithTheSameSeed_AreToldApartWhileTheyRun()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        var rival = new LostRival(call, intentAt);
        var (a, b) = (WithCallback(bench.Lost(call, intentAt, rival)), WithCallback(bench.Lost(call, intentAt, rival)));
        await bench.LoseAsync(call, callback: a.Callback);
        await bench.LoseAsync(call, callback: b.Callback);

        var foundA = Assert.IsType<Reconciled.Found>((await bench.LookAsync(a)).Result).TaskId;
        var foundB = Assert.IsType<Reconciled.Found>((await bench.LookAsync(b)).Result).TaskId;

        Assert.Equal(2, bench.Wire.RunningTasks);
        Assert.NotEqual(foundA, foundB);
        bench.Wire.FinishTasks();
        Assert.IsType<Answers.TaskState.Answered>(await bench.PollAsync(foundA));
        Assert.Empty(bench.Wire.Violations);
    }

    [Fact]
    public async Task Reconcile_ChangeWithoutASeed_IsFoundWhenItIsDone()
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create());
        bench.Wire.TaskDuration = null;
        var call = Compiled(Change(new Upscale(Guid.Empty, false, false), Own(parent, 0)));
        var intentAt = bench.Now;
        var (a, b) = (
            WithCallback(bench.Lost(call, intentAt, new LostRival(call, intentAt))),
            bench.Lost(call, intentAt, new LostRival(call, intentAt))
        );
        await bench.LoseAsync(call, callback: a.Callback);
        await bench.LoseAsync(call);

        // Without a callback of its own it has seen both, and cannot say.
        (b, var unsure) = await bench.LookAsync(b, 5);
        bench.Wire.FinishTasks();
        var (_, found) = await bench.LookAsync(a with { Note = b.Note, WatchedSince = b.WatchedSince }, 5);

        Assert.IsType<Reconciled.Unsure>(unsure);
        Assert.IsType<Reconciled.Found>(found);
    }

    [Fact]
    public async Task Reconcile_JobOfAnotherAttemptsCallback_IsNotOursAndLeavesNoDoubt()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        var (never, other) = (WithCallback(bench.Lost(call, intentAt)), WithCallback(bench.Lost(call, intentAt)));
        await bench.LoseAsync(call, callback: other.Callback);

        var results = await WatchAsync(bench, never, 5, 60);

        Assert.Equal(1, bench.Wire.RunningTasks);
        Assert.All(results[..^1], result => Assert.IsType<Reconciled.Unsure>(result));
        Assert.IsType<Reconciled.Nothing>(results[^1]);
        // Asked once: what it is stands in the note.
        Assert.Single(bench.Wire.Calls, sent => sent.Operation == "job");
    }

    [Fact]
    public async Task Reconcile_OneOfTwoIsAnothersByItsCallback_TheSoleOneLeftIsOurs()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        var (lost, other) = (WithCallback(bench.Lost(call, intentAt)), WithCallback(bench.Lost(call, intentAt)));
        await bench.LoseAsync(call, callback: other.Callback);
        // As if LegNext showed none.
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(lost, 3);

        var found = Assert.IsType<Reconciled.Found>(result).TaskId;
        bench.Wire.FinishTasks();
        Assert.Equal(2, bench.Wire.Bill.Items.Count);
        Assert.Equal(found, bench.Wire.Bill.Items.MaxBy(line => line.Call)!.Id);
        Assert.Equal(2, bench.Wire.Calls.Count(sent => sent.Operation == "job"));
    }

    public static TheoryData<string?> Endpoints =>
        [
            (string?)null,
            "",
            "not an address",
            "https://images.example.com/",
            "https://ymages.example.com/v1/callbacks/legnext/01890a5d-ac96-774b-bcce-b302099a8057/" + Token,
            "https://images.example.com/v1/callbacks/legnext/************************************/" + Token,
            "https://images.example.com/v1/callbacks/legnext/01890a5d-ac96-774b-bcce-b302099a8057/",
            "https://images.example.com/v1/callbacks/legnext/OWN/" + "X" + Token[1..],
        ];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Reconcile_AddressThatProvesNothing_LeavesItToKindAndTime(string? endpoint)
    {
        var (early, late) = await LookAtAsync(endpoint);

        // It may be ours, so there is no saying that nothing was made; and by its time it is.
        Assert.IsType<Reconciled.Unsure>(early);
        Assert.IsType<Reconciled.Found>(late);
    }

    [Theory]
    [InlineData("https://images.example.com/v1/callbacks/legnext/OWN/" + Token, true)]
    [InlineData("HTTPS://IMAGES.example.com:443/v1/callbacks/legnext/OWN/" + Token, true)]
    [InlineData("https://images.example.com/v1/callbacks/legnext/01890a5d-ac96-774b-bcce-b302099a8057/" + Token, false)]
    public async Task Reconcile_AddressOfAnAttempt_Decides(string endpoint, bool ours)
    {
        var (early, late) = await LookAtAsync(endpoint);

        Assert.Equal(ours, early is Reconciled.Found);
        Assert.Equal(ours, late is Reconciled.Found);
    }

    // A job of this very moment, which is too young to be ours by its time; then the same three seconds later.
    private static async Task<(Reconciled Early, Reconciled Late)> LookAtAsync(string? endpoint)
    {
        var time = new FakeTimeProvider();
        var lost = WithCallback(At(time.GetUtcNow()), "https://images.example.com");
        var shown = endpoint?.Replace("OWN", lost.AttemptId.ToString(), StringComparison.Ordinal);
        var made = lost.IntentAt.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        await using var server = await StubServer.StartAsync(async context =>
        {
            object body = context.Request.Path.Value!.EndsWith("active_tasks", StringComparison.Ordinal)
                ? new
                {
                    tasks = new[]
                    {
                        new
                        {
                            job_id = "j",
                            task_type = "diffusion",
                            created_at = made,
                        },
                    },
                }
                : new
                {
                    job_id = "j",
                    task_type = "diffusion",
                    status = "processing",
                    config = new { webhook_config = new { endpoint = shown } },
                };
            await context.Response.WriteAsJsonAsync(body);
        });
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), time);
        var provider = new LegNextProvider(site, time);
        var early = await provider.ReconcileAsync(lost, LegNextBench.Cancel);
        var next = early is Reconciled.Unsure ? lost.After(early) : lost;
        next = next with { Now = lost.IntentAt.AddSeconds(3) };
        return (early, await provider.ReconcileAsync(next, LegNextBench.Cancel));
    }

    private static LostCall WithCallback(LostCall lost, string origin = "http://127.0.0.1:9") =>
        lost with
        {
            Callback = new Uri($"{origin}/v1/callbacks/legnext/{lost.AttemptId}/{Token}"),
        };
}
