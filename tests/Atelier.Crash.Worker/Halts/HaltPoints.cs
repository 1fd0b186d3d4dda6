using System.Collections.Concurrent;
using Atelier.Engine.Waypoints;
using Npgsql;

namespace Atelier.Crash.Worker.Halts;

/// <summary>Halts at the waypoint that was ordered, the first time a generation of the wire comes by.</summary>
internal sealed class HaltPoints(NpgsqlDataSource database, TextWriter output) : IWaypoints
{
    private readonly ConcurrentDictionary<Guid, string?> _wires = new();
    private HaltOrder? _order;
    private TaskCompletionSource _go = New();

    /// <summary>Waits for a step to halt.</summary>
    public void Halt(HaltOrder order) => Volatile.Write(ref _order, order);

    /// <summary>Waits no more; false when a step has halted already.</summary>
    public bool Clear() => Interlocked.Exchange(ref _order, null) is not null;

    /// <summary>Lets the step go on that waits.</summary>
    public void Go() => Interlocked.Exchange(ref _go, New()).TrySetResult();

    public async ValueTask ReachAsync(Waypoint point, Guid generationId, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _order) is not { } order || order.Point != point)
        {
            return;
        }

        if (order.Wire is { } wire && await WireOfAsync(generationId) != wire)
        {
            return;
        }

        var go = Volatile.Read(ref _go).Task;
        // Whoever takes the order away halts; a second one that comes by at the same time does not.
        if (Interlocked.CompareExchange(ref _order, null, order) != order)
        {
            return;
        }

        await HaltAsync(order, $"reached {point} {generationId}", go);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task HaltAsync(HaltOrder order, string word, Task go)
    {
        // One line, and in the pipe before anything else happens.
        lock (output)
        {
            output.Write(word + "\n");
            output.Flush();
        }

        switch (order.Action)
        {
            case HaltAction.Kill:
                ProcessSignal.Send(Environment.ProcessId, ProcessSignal.Kill);
                break;
            case HaltAction.Freeze:
                ProcessSignal.Send(Environment.ProcessId, ProcessSignal.Stop);
                break;
            case HaltAction.Wait:
                await go;
                break;
        }
    }

    private async Task<string?> WireOfAsync(Guid generationId)
    {
        if (_wires.TryGetValue(generationId, out var known))
        {
            return known;
        }

        await using var command = database.CreateCommand(
            "SELECT plan -> 'chain' -> 0 ->> 'provider' FROM generations WHERE id = $1"
        );
        command.Parameters.Add(new() { Value = generationId });
        return _wires[generationId] = (string?)await command.ExecuteScalarAsync();
    }
}
