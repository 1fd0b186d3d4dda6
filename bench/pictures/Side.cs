using System.Diagnostics;
using System.Globalization;

namespace Atelier.Bench.Pictures;

/// <summary>A process that makes sets when told to. Both sides have one, of ours or of sharp's.</summary>
internal sealed class Side : IAsyncDisposable
{
    private readonly Process _process;

    internal Side(string name, bool fewHeaps, string program, params IEnumerable<string> arguments)
    {
        Name = name;
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // As ./run starts the server. Otherwise glibc keeps a heap for each thread, which costs either side half as much again.
        if (fewHeaps)
            start.Environment["MALLOC_ARENA_MAX"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
    }

    internal string Name { get; }

    /// <summary>The most resident memory since it started, in MB.</summary>
    internal double PeakMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status")
                .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
                    CultureInfo.InvariantCulture
                ) / 1024;
        }
    }

    internal async Task<Answer> AskAsync(Command command, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(Lines.Write(command).AsMemory(), cancellationToken);
        var line =
            await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException($"{Name} ended.");
        return Lines.Read<Answer>(line);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
