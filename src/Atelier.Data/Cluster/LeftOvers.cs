using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Atelier.Data.Cluster;

/// <summary>Ends what an earlier run of ours left behind; only the holder of the cluster's lock may call it.</summary>
internal static class LeftOvers
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task ClearAsync(
        ClusterHome home,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var file = Path.Combine(home.Data, "postmaster.pid");
        if (!File.Exists(file) && ServerProcesses.WorkingIn(home.Data).Count == 0)
            return;

        // A server whose parent died may be on its way out by itself; the signal does no harm then.
        var postmaster = ReadProcessId(file);
        if (ServerProcesses.WorkingIn(home.Data).Contains(postmaster))
        {
            ClusterLog.Orphan(logger, postmaster, home.Data);
            Posix.Signal(postmaster, Posix.SigInt);
        }

        if (!await WaitUntilEmptyAsync(home, Patience * 2, time, cancellationToken))
        {
            foreach (var process in ServerProcesses.WorkingIn(home.Data))
                Posix.Signal(process, Posix.SigQuit);
            if (!await WaitUntilEmptyAsync(home, Patience, time, cancellationToken))
                throw new ClusterException(
                    $"Processes of an earlier PostgreSQL still work in {home.Data} "
                        + $"({string.Join(", ", ServerProcesses.WorkingIn(home.Data))}): end them and start again."
                );
        }

        // PostgreSQL takes a zombie, or a stranger with the same number, for a running server.
        if (File.Exists(file))
        {
            ClusterLog.Stale(logger, file, postmaster);
            File.Delete(file);
        }
    }

    private static int ReadProcessId(string file)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault();
            return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task<bool> WaitUntilEmptyAsync(
        ClusterHome home,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        while (ServerProcesses.WorkingIn(home.Data).Count > 0)
        {
            if (time.GetElapsedTime(start) > patience)
                return false;
            await Task.Delay(Step, time, cancellationToken);
        }

        return true;
    }
}
