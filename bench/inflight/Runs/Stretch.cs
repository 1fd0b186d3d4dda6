using System.Diagnostics;
using Atelier.Bench.Photos.Serving;

namespace Atelier.Bench.Inflight.Runs;

/// <summary>What the node used during a part of the run.</summary>
internal sealed class Stretch
{
    private const double Mega = 1024 * 1024;
    private readonly House _house;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly double _cpu;
    private readonly long _polls;
    private readonly long _commits;

    private Stretch(House house, double cpu, long polls, long commits) =>
        (_house, _cpu, _polls, _commits) = (house, cpu, polls, commits);

    public static async Task<Stretch> BeginAsync(House house) =>
        new(house, house.Server.CpuSeconds(), await PollsAsync(house), await CommitsAsync(house));

    public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Seconds, memory, CPU, polls, transactions and how busy the machine is, in one line.</summary>
    public async Task<string> EndAsync()
    {
        var seconds = Seconds;
        var cpu = _house.Server.CpuSeconds() - _cpu;
        var polls = await PollsAsync(_house) - _polls;
        var commits = await CommitsAsync(_house) - _commits;
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        return $"{seconds:0.0} s, memory {_house.Server.CurrentMemory() / Mega:0} MiB (highest so far {_house.Server.PeakMemory() / Mega:0}), CPU {cpu:0.0} s = {100 * cpu / seconds:0} % of a core, {polls} polls = {polls / seconds:0}/s, {commits / seconds:0} transactions/s, load average {load}";
    }

    // The server's sessions report with a delay of a second or so.
    private static Task<long> CommitsAsync(House house) =>
        house.ScalarAsync<long>("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");

    private static Task<long> PollsAsync(House house) =>
        house.ScalarAsync<long>("SELECT coalesce(sum(polls), 0)::bigint FROM atelier.attempts");
}
