using Atelier.Engine.Changes;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Progress;

/// <summary>Two nodes on one database.</summary>
public sealed class NodeProgressTests : IAsyncLifetime
{
    private readonly TestServer _first = new();
    private TestServer _second = null!;

    public async ValueTask InitializeAsync()
    {
        await _first.InitializeAsync();
        _second = new TestServer { Beside = _first };
        await _second.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Open_AtEitherNode_IsToldTheSameAndGoesOnAtTheOther()
    {
        var caller = await _first.AddCallerAsync();
        using var here = await Watcher.OpenAsync(_first, caller);
        using var there = await Watcher.OpenAsync(_second, caller);
        await here.ReadyAsync();
        await there.ReadyAsync();
        await _first.PauseAsync();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small())));
        }

        var last = (await there.ReadToAsync(message => message.Generation == ids[^1]))[^1].Seq;
        // What a provider tells at one node is known at the other.
        await _first.House.ExecuteAsync(
            "UPDATE generations SET state = 'generating', stage = 'model_inference', progress = 20 WHERE id = @id",
            new { id = ids[0] }
        );
        using var third = await Watcher.OpenAsync(_second, caller);
        await third.ReadyAsync();
        _first.Services.GetRequiredService<ChangePublisher>().Publish($"t:{ids[0]}:44");
        var tick = (await third.ReadAsync())!;
        Assert.Equal((44, true), (tick.Progress, tick.IsTick));
        await _first.ResumeAsync();
        _second.Services.GetRequiredService<ChangeHub>().RaiseAll();

        var all = await ReadAllAsync(here, ids);
        var same = await ReadAllAsync(there, ids);
        using var resumed = await Watcher.OpenAsync(_second, caller, $"after={last}");
        var rest = await resumed.ReadyAsync();

        ProgressTests.AssertInOrder(all);
        ProgressTests.AssertInOrder(same);
        Assert.Equal(
            all.Where(message => message.Seq > last).Select(message => message.Seq),
            rest.Select(message => message.Seq)
        );
        Assert.Equal(
            rest.Select(message => message.Seq),
            same.Where(message => !message.IsTick).Select(message => message.Seq)
        );
    }

    [Fact]
    [Trait("Requirement", "C-67")]
    public async Task Stop_OfANode_ClosesItsStreamsAndTheyGoOnAtTheOther()
    {
        var caller = await _first.AddCallerAsync();
        await _first.PauseAsync();
        var id = EmulatedServer.IdOf(await caller.StartAsync(Bodies.Small()));
        using var watcher = await Watcher.OpenAsync(_second, caller);
        var queued = Assert.Single(await watcher.ReadyAsync());

        var stopping = _second.DisposeAsync();
        Assert.Equal("1001 stopping", await watcher.ReadToCloseAsync());
        await _first.ResumeAsync();
        using var other = await Watcher.OpenAsync(_first, caller, $"after={queued.Seq}");
        var rest = await other.ReadToEndOfAsync(id);
        await stopping;

        Assert.DoesNotContain(rest, message => !message.IsReady && message.Seq <= queued.Seq);
        ProgressTests.AssertInOrder([queued, .. rest]);
        _second = new TestServer { Beside = _first };
        await _second.InitializeAsync();
        using var restarted = await Watcher.OpenAsync(_second, caller, $"after={queued.Seq}");
        Assert.Equal(
            rest.Where(message => !message.IsReady).Select(message => message.Seq),
            (await restarted.ReadyAsync()).Select(message => message.Seq)
        );
    }

    private static async Task<List<ProgressMessage>> ReadAllAsync(Watcher watcher, List<Guid> ids)
    {
        var (all, ended) = (new List<ProgressMessage>(), new HashSet<Guid>());
        while (ended.Count < ids.Count)
        {
            var message = (await watcher.ReadAsync())!;
            all.Add(message);
            if (message.IsEnd)
            {
                Assert.True(ended.Add(message.Generation));
            }
        }

        return all;
    }
}
