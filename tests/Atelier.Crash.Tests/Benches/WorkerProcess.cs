using System.Diagnostics;
using System.Threading.Channels;
using Atelier.Crash.Worker.Halts;
using Atelier.Engine.Waypoints;
using Atelier.TestKit.Time;

namespace Atelier.Crash.Tests.Benches;

/// <summary>A worker as a process of its own. Disposing kills it if it still lives.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private WorkerProcess(Process process, string log)
    {
        _process = process;
        _reading = Task.WhenAll(ListenAsync(), KeepAsync(log));
    }

    public int ProcessId => _process.Id;

    public Guid NodeId { get; private set; }

    /// <summary>The name of its data folder.</summary>
    public string Node { get; private set; } = "";

    /// <summary>Completes when it has ended.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>A process that has prepared itself and waits for its data folder.</summary>
    public static async Task<WorkerProcess> LaunchAsync(string settings, string log)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Atelier.Crash.Worker");
        var worker = new WorkerProcess(await Starter.StartAsync(program, settings), log);
        await worker.ExpectAsync("ready");
        return worker;
    }

    /// <summary>Lets it work on a data folder.</summary>
    public async Task StartAsync(string folder)
    {
        Node = Path.GetFileName(folder);
        await TellAsync($"start {folder}");
        NodeId = Guid.Parse((await ExpectAsync("started"))[1]);
    }

    /// <summary>Lets it halt the next time a generation of the wire comes by.</summary>
    public Task HaltAsync(Waypoint point, string? wire, HaltAction action) =>
        TellAsync($"halt {point} {wire ?? "any"} {action}");

    /// <summary>The generation at whose waypoint it halted; null when none came by in time, and then it will not halt.</summary>
    public async Task<Guid?> ReachedAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var heard = await HearAsync(patience, cancellationToken, "reached");
        if (heard is null)
        {
            // It may have halted just now; only if it has not, it says that it will not.
            await TellAsync("clear");
            heard = await HearAsync(Patience, cancellationToken, "reached", "cleared");
        }

        return heard is ["reached", _, var generation] ? Guid.Parse(generation) : null;
    }

    /// <summary>Lets the step go on that waits.</summary>
    public Task GoAsync() => TellAsync("go");

    /// <summary>Waits until it stands still as a whole: it says that it halts before it does, and its other threads go on meanwhile.</summary>
    public async Task FrozenAsync(CancellationToken cancellationToken)
    {
        while (!Directory.EnumerateDirectories($"/proc/{ProcessId}/task").All(IsStopped))
        {
            await TestPause.NextAsync(cancellationToken);
        }
    }

    /// <summary>Wakes it when it is frozen.</summary>
    public void Continue() => ProcessSignal.Send(ProcessId, ProcessSignal.Continue);

    /// <summary>An orderly end.</summary>
    public async Task StopAsync()
    {
        await TellAsync("stop");
        await Ended;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await Ended;
        await _reading;
        _process.Dispose();
    }

    private static bool IsStopped(string thread)
    {
        try
        {
            // "pid (name) state …", and the name may hold anything.
            var stat = File.ReadAllText(Path.Combine(thread, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('T');
        }
        catch (IOException)
        {
            // It has just ended.
            return true;
        }
    }

    private async Task TellAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteAsync($"{line}\n");
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has just died; what it said before is still to be heard.
        }
    }

    /// <summary>The next line that begins with one of the words; null when none came in time.</summary>
    private async Task<string[]?> HearAsync(
        TimeSpan patience,
        CancellationToken cancellationToken,
        params string[] words
    )
    {
        using var limit = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (true)
            {
                var line = (await _said.Reader.ReadAsync(either.Token)).Split(' ');
                if (words.Contains(line[0]))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<string[]> ExpectAsync(string word) =>
        await HearAsync(Patience, CancellationToken.None, word)
        ?? throw new TimeoutException($"A worker did not say {word}.");

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _said.Writer.TryWrite(line);
        }

        _said.Writer.TryComplete();
    }

    private async Task KeepAsync(string log)
    {
        await using var file = File.Create(log);
        await _process.StandardError.BaseStream.CopyToAsync(file);
    }
}
