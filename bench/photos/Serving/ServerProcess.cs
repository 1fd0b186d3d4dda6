using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Atelier.Bench.Photos.Serving;

/// <summary>The server as a process of its own.</summary>
internal sealed partial class ServerProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, string log)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, log), ReadAsync(process.StandardError, log + ".err"));
    }

    public static async Task<ServerProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        string log,
        CancellationToken cancellationToken
    )
    {
        var server = new ServerProcess(await Launcher.StartAsync(Repository.Server, settings), log);
        var first = await Task.WhenAny(server._ready.Task, server._process.WaitForExitAsync(cancellationToken))
            .WaitAsync(Patience, TimeProvider.System, cancellationToken);
        if (first != server._ready.Task)
        {
            await server._reading;
            var end = string.Concat(
                await File.ReadAllTextAsync(log, cancellationToken),
                await File.ReadAllTextAsync(log + ".err", cancellationToken)
            );
            throw new InvalidOperationException($"The server did not start: {end[Math.Max(0, end.Length - 2000)..]}");
        }

        return server;
    }

    /// <summary>Resident memory in bytes at its highest since the start or the last reset.</summary>
    public long PeakMemory() => Memory("VmHWM");

    /// <summary>Resident memory in bytes.</summary>
    public long CurrentMemory() => Memory("VmRSS");

    /// <summary>Seconds of CPU used so far.</summary>
    public double CpuSeconds()
    {
        _process.Refresh();
        return _process.TotalProcessorTime.TotalSeconds;
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private long Memory(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status")
            .First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture) * 1024;
    }

    private async Task ReadAsync(StreamReader lines, string log)
    {
        await using var file = new StreamWriter(log, append: true) { AutoFlush = true };
        while (await lines.ReadLineAsync() is { } line)
        {
            await file.WriteLineAsync(line);
            if (line.StartsWith("ready ", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
