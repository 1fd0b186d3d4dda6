using Atelier.Core.Errors;
using Atelier.Crash.Tests.Runs;
using Dapper;
using Npgsql;

namespace Atelier.Crash.Tests.Benches;

/// <summary>Keeps some generations of each wire under way, of one picture or a few, until it is stopped.</summary>
internal sealed class Load(CrashBench bench, int atOnce, int tasks)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Guid> _accepted = [];
    private Task _work = Task.CompletedTask;
    private int _number;

    /// <summary>What was accepted for certain.</summary>
    public IReadOnlyList<Guid> Accepted
    {
        get
        {
            lock (_lock)
            {
                return [.. _accepted];
            }
        }
    }

    /// <summary>The words of a request; its number tells whose call it is that a provider got.</summary>
    public static string Prompt(int number) => $"A red kite above the hills, study {number:D6}";

    public void Start() => _work = RunAsync();

    /// <summary>Throws when nothing is asked for any more because something broke.</summary>
    public async Task CheckAsync()
    {
        if (_work.IsCompleted)
        {
            await _work;
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var open = await OpenAsync();
                await TopUpAsync(bench.Wires.AtOnce, atOnce - open.GetValueOrDefault(bench.Wires.AtOnce.Id));
                await TopUpAsync(bench.Wires.Tasks, tasks - open.GetValueOrDefault(bench.Wires.Tasks.Id));
            }
            catch (Exception exception)
                when (exception is NpgsqlException or AtelierException { Code: ErrorCode.OutcomeUnknown })
            {
                // The database is away. What was accepted then is found by its row, or was not.
            }

            await Task.Delay(Pause, TimeProvider.System, _stop.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TopUpAsync(CrashWire wire, int missing)
    {
        for (var i = 0; i < missing; i++)
        {
            var number = ++_number;
            var caller = bench.Callers[number % bench.Callers.Count];
            var accepted = await bench.Door.AcceptAsync(
                caller,
                wire.Model,
                Prompt(number),
                1 + (number % wire.MostPictures)
            );
            lock (_lock)
            {
                _accepted.Add(accepted);
            }
        }
    }

    private async Task<Dictionary<string, int>> OpenAsync()
    {
        await using var connection = await bench.Data.OpenConnectionAsync();
        var rows = await connection.QueryAsync<(string Wire, int Count)>(
            """
            SELECT plan -> 'chain' -> 0 ->> 'provider', count(*)::int FROM generations WHERE finished_at IS NULL GROUP BY 1
            """
        );
        return rows.ToDictionary(row => row.Wire, row => row.Count);
    }
}
