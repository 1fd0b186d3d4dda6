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

    private Stretch(House house, double cpu, long polls) => (_house, _cpu, _polls) = (house, cpu, polls);

    public static async Task<Stretch> BeginAsync(House house) =>
        new(house, house.Server.CpuSeconds(), await PollsAsync(house));

    public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Seconds, memory, CPU and polls in one line.</summary>
    public async Task<string> EndAsync()
    {
        var seconds = Seconds;
        var cpu = _house.Server.CpuSeconds() - _cpu;
        var polls = await PollsAsync(_house) - _polls;
        return $"{seconds:0.0} s, memory {_house.Server.CurrentMemory() / Mega:0} MiB (highest so far {_house.Server.PeakMemory() / Mega:0}), CPU {cpu:0.0} s = {100 * cpu / seconds:0} % of a core, {polls} polls = {polls / seconds:0}/s";
    }

    private static Task<long> PollsAsync(House house) =>
        house.ScalarAsync<long>("SELECT coalesce(sum(polls), 0)::bigint FROM atelier.attempts");
}
