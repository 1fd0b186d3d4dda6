using System.Globalization;
using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.LegNext.Finding;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;
using static Atelier.Providers.Tests.LegNext.LostCalls;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>What one look leaves for the next, on whatever node.</summary>
[Trait("Requirement", "A-38")]
public sealed class WatchNoteTests
{
    [Fact]
    public void Write_EverythingInIt_ComesBack()
    {
        var note = new WatchNote
        {
            FirstLook = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddTicks(1),
            LastLook = new DateTimeOffset(2026, 11, 20, 12, 0, 5, TimeSpan.Zero).AddTicks(7),
            LongestGap = TimeSpan.FromTicks(50_000_001),
            Incomplete = true,
            Jobs = [new("a", true), new("b", false, JobFate.Anothers), new("c", true, JobFate.Free)],
        };

        var read = WatchNote.Read(note.Write())!;

        Assert.Equal(note.Jobs, read.Jobs);
        Assert.Equal(note with { Version = 1, Jobs = [] }, read with { Jobs = [] });
    }

    [Fact]
    public async Task Reconcile_Unsure_LeavesASmallNoteOfAVersion()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Create());
        await bench.LoseAsync(call);
        await bench.LoseAsync(call);

        var (_, result) = await bench.LookAsync(bench.Lost(call, bench.Now), 2);

        var note = Assert.IsType<Reconciled.Unsure>(result).Note!;
        Assert.InRange(note.Length, 100, 400);
        using var json = JsonDocument.Parse(note);
        Assert.Equal(1, json.RootElement.GetProperty("version").GetInt32());
        Assert.Equal(2, json.RootElement.GetProperty("jobs").GetArrayLength());
    }

    [Fact]
    public async Task Reconcile_NoteGone_NeverAdoptsTheOnlyOneLeft()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (call, intentAt) = (Compiled(Create()), bench.Now);
        bench.Wire.TaskDuration = TimeSpan.FromSeconds(20);
        await bench.SubmitAsync(call);
        bench.Wire.TaskDuration = null;
        await bench.SubmitAsync(call);
        var (lost, first) = await bench.LookAsync(bench.Lost(call, intentAt, new LostRival(call, intentAt)), 5);

        // The rival was found meanwhile, its job is done, and one is left.
        var alone = lost with
        {
            Rivals = [],
            Note = null,
        };
        var (_, late) = await bench.LookAsync(alone, 20);

        Assert.Equal(1, bench.Wire.RunningTasks);
        Assert.All([first, late], result => Assert.IsType<Reconciled.Unsure>(result));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Reconcile_MoreJobsThanTheNoteHolds_NeverSaysNothing(int jobs, bool nothing)
    {
        var time = new FakeTimeProvider();
        var lost = At(time.GetUtcNow());
        var made = lost.IntentAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var running = true;
        var asked = new HashSet<string>();
        await using var server = await StubServer.StartAsync(context =>
        {
            var path = context.Request.Path.Value!;
            var id = path[(path.LastIndexOf('/') + 1)..];
            asked.Add(id);
            object body =
                id == "active_tasks"
                    ? new
                    {
                        tasks = Enumerable
                            .Range(0, running ? jobs : 0)
                            .Select(number => new
                            {
                                job_id = $"{number}-{new string('x', 120)}",
                                task_type = "diffusion",
                                created_at = made,
                            }),
                    }
                    : new
                    {
                        job_id = id,
                        task_type = "diffusion",
                        status = "completed",
                        output = new { seed = "7" },
                    };
            return context.Response.WriteAsJsonAsync(body);
        });
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), time);
        var provider = new LegNextProvider(site, time);

        var result = await provider.ReconcileAsync(lost, LegNextBench.Cancel);
        running = false;
        for (var look = 1; look <= 12 && result is Reconciled.Unsure; look++)
        {
            lost = lost.After(result) with { Now = lost.IntentAt.AddSeconds(look * 5) };
            Assert.InRange(lost.Note!.Length, 1, 16 * 1024);
            result = await provider.ReconcileAsync(lost, LegNextBench.Cancel);
        }

        Assert.IsType(nothing ? typeof(Reconciled.Nothing) : typeof(Reconciled.Unsure), result);
        // Each had its turn.
        Assert.Equal(64 + 1, asked.Count);
    }

    [Fact]
    public async Task Reconcile_MoreJobsThanALookAsksFor_EachHasItsTurn()
    {
        var time = new FakeTimeProvider();
        var lost = At(time.GetUtcNow()) with { Callback = new Uri("https://images.example.com/callbacks/t0ken") };
        var made = lost.IntentAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await using var server = await StubServer.StartAsync(context =>
        {
            var path = context.Request.Path.Value!;
            var id = path[(path.LastIndexOf('/') + 1)..];
            object body =
                id == "active_tasks"
                    ? new
                    {
                        tasks = Enumerable
                            .Range(0, 25)
                            .Select(number => new
                            {
                                job_id = $"{number}",
                                task_type = "diffusion",
                                created_at = made,
                            }),
                    }
                    : new
                    {
                        job_id = id,
                        status = "processing",
                        config = new
                        {
                            webhook_config = new { endpoint = id == "24" ? lost.Callback.AbsoluteUri : "" },
                        },
                    };
            return context.Response.WriteAsJsonAsync(body);
        });
        using var site = new ProviderSite(LegNextSite.Options(LegNextBench.Key, server.Url), time);
        var provider = new LegNextProvider(site, time);

        lost = lost.After(await provider.ReconcileAsync(lost, LegNextBench.Cancel));
        lost = lost.After(await provider.ReconcileAsync(lost, LegNextBench.Cancel));
        var third = await provider.ReconcileAsync(lost, LegNextBench.Cancel);

        Assert.Equal("24", Assert.IsType<Reconciled.Found>(third).TaskId);
        Assert.Equal(3 + 25, server.Requests.Count);
    }

    [Fact]
    public async Task Reconcile_JobThatCannotBeAsked_LosesNothingOfTheLook()
    {
        await using var bench = await LegNextBench.StartAsync();
        var (sent, never, intentAt) = (Compiled(Create()), WithSeed(7), bench.Now);
        await bench.SubmitAsync(sent);
        bench.Fault(FaultAction.ErrorBefore, "job");

        var (lost, broken) = await bench.LookAsync(bench.Lost(never, intentAt, new LostRival(sent, intentAt)), 10);
        bench.Wire.FinishTasks();
        var later = await WatchAsync(bench, lost, 15, 60);

        Assert.IsType<Reconciled.Unsure>(broken);
        Assert.IsType<Reconciled.Nothing>(later[^1]);
    }
}
