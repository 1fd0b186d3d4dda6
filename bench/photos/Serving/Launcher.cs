using System.Collections.Concurrent;
using System.Diagnostics;

namespace Atelier.Bench.Photos.Serving;

/// <summary>
/// Starts processes that end with us, from one thread that lives as long as we do: the kernel kills them when the thread that
/// started them ends.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<(
        ProcessStartInfo Start,
        TaskCompletionSource<Process> Started
    )> Orders = [];

    static Launcher() => new Thread(Run) { IsBackground = true, Name = "Launcher" }.Start();

    /// <param name="settings">Environment variables beside ours.</param>
    public static Task<Process> StartAsync(
        string assembly,
        IReadOnlyDictionary<string, string> settings,
        params IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo("setpriv")
        {
            ArgumentList = { "--pdeathsig", "KILL", "--", "dotnet", assembly },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (
            var name in start
                .Environment.Keys.Where(name => name.StartsWith("ATELIER_", StringComparison.Ordinal))
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add((start, started));
        return started.Task;
    }

    private static void Run()
    {
        foreach (var (start, started) in Orders.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception exception)
            {
                started.SetException(exception);
            }
        }
    }
}
