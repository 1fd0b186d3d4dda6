using System.Collections.Concurrent;
using Atelier.Emulators.Faults;
using Atelier.Engine.Health;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Attempts;

/// <summary>A server with calls of unknown outcome, of generations that have ended without a picture.</summary>
public sealed class LostCalls : IAsyncLifetime
{
    /// <summary>Dollars in nano-dollars that each may have cost.</summary>
    public const long Risk = 500_000_000;

    // The places of OpenAI's lane: as many lost calls fill it.
    private const int Generations = 5;

    private readonly ConcurrentQueue<Guid> _attempts = [];

    // So many lost calls in a row would have the offer left alone.
    public EmulatedServer Server { get; } =
        new() { Replace = services => services.AddSingleton<IOfferHealth, StillHealth>() };

    /// <summary>Whose they were.</summary>
    public TestCaller Caller { get; private set; } = null!;

    /// <summary>One for this test alone.</summary>
    public Guid Take() =>
        _attempts.TryDequeue(out var attempt) ? attempt : throw new InvalidOperationException("Lose more calls.");

    /// <summary>One for those who change nothing.</summary>
    public Guid Peek() =>
        _attempts.TryPeek(out var attempt) ? attempt : throw new InvalidOperationException("Lose more calls.");

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        Caller = await Server.Server.AddCallerAsync();
        EmulatedServer.Fault(Server.OpenAi, FaultAction.CutAfter, always: true);
        // All begin at once: the second call of an early one would take the place that a late one needs for its first.
        await Server.Server.House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity'");
        var addresses = await Task.WhenAll(
            Enumerable.Range(0, Generations).Select(_ => Caller.StartAsync(Bodies.Flare()))
        );
        await Server.Server.House.ExecuteAsync("UPDATE lanes SET paused_until = '-infinity'");
        await TestServer.UntilAsync(async () => await LostAsync() == Generations);
        await Server.FreeLanesAsync();
        var ended = await Task.WhenAll(addresses.Select(Caller.EndOfAsync));
        Server.OpenAi.ClearFaults();
        Assert.All(ended, answer => Assert.Equal("outcome_unknown", answer.TextAt("error.code")));
        var open = await Server.Server.Owner().GetAsync("/admin/api/attempts?state=unknown");
        foreach (var attempt in open.At("data").EnumerateArray())
        {
            _attempts.Enqueue(attempt.GetProperty("id").GetGuid());
        }

        Assert.Equal(2 * Generations, _attempts.Count);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Generations whose first call was lost, and whose second waits for a place.</summary>
    private Task<long> LostAsync() =>
        Server.Server.House.ScalarAsync<long>(
            """
            SELECT count(*) FROM queue q WHERE state = 'ready' AND submit AND EXISTS (
              SELECT FROM attempts a WHERE a.generation_id = q.generation_id AND a.state = 'unknown')
            """
        );
}
