namespace Atelier.Bench.Filters;

/// <summary>Milliseconds of one run.</summary>
internal sealed record Cost(double Wall, double Cpu)
{
    internal static Cost Median(IReadOnlyCollection<Cost> costs) =>
        new(Middle(costs.Select(cost => cost.Wall)), Middle(costs.Select(cost => cost.Cpu)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return Math.Round((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, 1);
    }
}
