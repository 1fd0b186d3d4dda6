using Atelier.Crash.Tests.Runs;

namespace Atelier.Crash.Tests.Checking;

/// <summary>All that a run left behind.</summary>
/// <param name="Accepted">Generations whose accept was answered.</param>
/// <param name="Promised">The longest that anything may take.</param>
/// <param name="Files">The folder of the pictures.</param>
/// <param name="LaneCapacity">Calls that each provider may have under way at once.</param>
internal sealed record Evidence(
    Facts Facts,
    IReadOnlyList<Bills> Wires,
    IReadOnlyList<Strike> Strikes,
    IReadOnlyList<Guid> Accepted,
    TimeSpan Promised,
    string Files,
    int LaneCapacity
)
{
    /// <summary>Attempts that a strike caught between intent and answer.</summary>
    public IReadOnlySet<Guid> Hits { get; } = Strikes.SelectMany(strike => strike.Hits).ToHashSet();

    /// <summary>The longest time between the strikes in which no generation ended.</summary>
    public TimeSpan Standstill
    {
        get
        {
            var (first, last) = (Strikes.Min(strike => strike.At), Strikes.Max(strike => strike.At));
            DateTimeOffset[] times =
            [
                first,
                .. Facts
                    .Generations.Select(generation => generation.FinishedAt)
                    .OfType<DateTimeOffset>()
                    .Where(end => end > first && end < last)
                    .Order(),
                last,
            ];
            return times.Zip(times.Skip(1), (from, to) => to - from).Max();
        }
    }

    /// <summary>The generation that a call was for.</summary>
    public GenerationFacts? GenerationOf(PaidPost post) =>
        Facts.Generations.SingleOrDefault(generation => PaidPost.StudyOf(generation.Prompt) == post.Study);
}
