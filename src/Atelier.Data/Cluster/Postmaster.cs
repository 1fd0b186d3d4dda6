using System.Diagnostics;

namespace Atelier.Data.Cluster;

/// <summary>The server's first process.</summary>
internal sealed class Postmaster
{
    private static readonly TimeSpan FastStop = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ImmediateStop = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<int> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProcessStartInfo _start;

    private Postmaster(ProcessStartInfo start) => _start = start;

    public int ProcessId { get; private set; }

    /// <summary>Completes when the process has ended, with what it said before its log was open.</summary>
    public Task<string> Ended => _ended.Task;

    public static async Task<Postmaster> StartAsync(ProcessStartInfo start)
    {
        var postmaster = new Postmaster(start);
        // The kernel sends the death signal when the thread that forked ends, so this one lives as long as the child.
        new Thread(postmaster.Run) { IsBackground = true, Name = "PostgreSQL" }.Start();
        postmaster.ProcessId = await postmaster._started.Task;
        return postmaster;
    }

    /// <summary>Rolls open transactions back and stops; after 10 s stops at once, which costs a recovery at the next start.</summary>
    public async Task StopAsync(TimeProvider time)
    {
        if (await TryStopAsync(Posix.SigInt, FastStop, time) || await TryStopAsync(Posix.SigQuit, ImmediateStop, time))
            return;
        Posix.Signal(ProcessId, Posix.SigKill);
        await Ended;
    }

    private async Task<bool> TryStopAsync(int signal, TimeSpan patience, TimeProvider time)
    {
        // The number may already belong to somebody else.
        if (!Ended.IsCompleted)
            Posix.Signal(ProcessId, signal);
        try
        {
            await Ended.WaitAsync(patience, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Run()
    {
        try
        {
            using var process = Tool.Start(_start);
            process.StandardInput.Close();
            _started.SetResult(process.Id);
            var complaint = process.StandardError.ReadToEnd();
            process.WaitForExit();
            _ended.SetResult(complaint);
        }
        catch (Exception e)
        {
            _started.TrySetException(e);
            _ended.TrySetResult(e.Message);
        }
    }
}
