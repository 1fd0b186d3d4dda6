using System.Collections.Concurrent;
using System.Diagnostics;

namespace Atelier.Crash.Tests.Benches;

/// <summary>
/// Starts processes from one thread that lives as long as we do: the kernel kills them, frozen ones too, when the thread that
/// started them ends.
/// </summary>
internal static class Starter
{
    private static readonly BlockingCollection<(
        ProcessStartInfo Start,
        TaskCompletionSource<Process> Started
    )> Orders = [];

    static Starter() => new Thread(Run) { IsBackground = true, Name = "Starter" }.Start();

    /// <summary>Starts the program with its streams redirected.</summary>
    public static Task<Process> StartAsync(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("setpriv")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--pdeathsig", "KILL", "--", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
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
