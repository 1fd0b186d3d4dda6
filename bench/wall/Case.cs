using System.Diagnostics;

namespace Atelier.Bench.Wall;

/// <summary>One kind of request, and what each of many took.</summary>
internal sealed class Case(string name, int status, Func<Task<int>> ask)
{
    private readonly List<(double Microseconds, double Bytes)> _rounds = [];

    public string Name => name;

    public double Microseconds => Median(round => round.Microseconds);

    public double Bytes => Median(round => round.Bytes);

    /// <summary>Asks so often, one after the other.</summary>
    public async Task RunAsync(int count, bool keep)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var answered = await ask();
            if (answered != status)
            {
                throw new InvalidOperationException($"{name} answered {answered}, not {status}.");
            }
        }

        var time = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        if (keep)
        {
            _rounds.Add((time.TotalMicroseconds / count, (double)bytes / count));
        }
    }

    private double Median(Func<(double Microseconds, double Bytes), double> part) =>
        _rounds.Select(part).Order().ElementAt(_rounds.Count / 2);
}
