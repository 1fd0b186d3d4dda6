using System.Globalization;
using System.Text;
using Atelier.Crash.Tests.Benches;
using Atelier.Crash.Tests.Checking;
using Atelier.Engine.Waypoints;

namespace Atelier.Crash.Tests.Reports;

/// <summary>A run as a page of text: strikes by waypoint and wire, how generations ended, what stayed open, how long it took.</summary>
internal static class RunReport
{
    /// <summary>Writes the page to <c>artifacts/crash/{name}.txt</c>.</summary>
    public static async Task<string> WriteAsync(
        string name,
        Evidence evidence,
        TimeSpan drained,
        IReadOnlyList<string> problems,
        CancellationToken cancellationToken
    )
    {
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"{name}: {evidence.Strikes.Count} strikes");
        Strikes(page, evidence);
        Outcomes(page, evidence);
        page.AppendLine(
            CultureInfo.InvariantCulture,
            $"all ended {drained.TotalSeconds:F1} s after the last start; the longest standstill was {evidence.Standstill.TotalSeconds:F1} s"
        );
        page.AppendLine(CultureInfo.InvariantCulture, $"{problems.Count} problems");
        foreach (var problem in problems)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"  {problem}");
        }

        var text = page.ToString();
        var path = Path.Combine(Repository.Folder("artifacts"), "crash", $"{name}.txt");
        await File.WriteAllTextAsync(path, text, cancellationToken);
        return text;
    }

    private static void Strikes(StringBuilder page, Evidence evidence)
    {
        var wires = evidence.Wires.Select(wire => wire.Wire).ToList();
        page.AppendLine(Row("", [.. wires.SelectMany(wire => new[] { wire, "hits", "median s", "longest s" })]));
        foreach (var point in Enum.GetValues<Waypoint>())
        {
            var cells = wires.SelectMany(wire => Cells(evidence, point, wire));
            page.AppendLine(Row(point.ToString(), [.. cells]));
        }

        foreach (var kind in evidence.Strikes.GroupBy(strike => strike.Kind))
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"{kind.Key}: {kind.Count()}");
        }
    }

    private static IEnumerable<string> Cells(Evidence evidence, Waypoint point, string wire)
    {
        var strikes = evidence
            .Strikes.Where(strike => strike.Cell.Point == point && strike.Cell.Wire.Id == wire)
            .ToList();
        var times = strikes
            .Select(strike => (EndOf(evidence, strike.Generation) - strike.At)?.TotalSeconds)
            .OfType<double>()
            .Select(seconds => Math.Max(0, seconds))
            .Order()
            .ToList();
        return
        [
            Text(strikes.Count),
            Text(strikes.Sum(strike => strike.Hits.Count)),
            times.Count == 0 ? "-" : Text(times[times.Count / 2]),
            times.Count == 0 ? "-" : Text(times[^1]),
        ];
    }

    private static DateTimeOffset? EndOf(Evidence evidence, Guid generation) =>
        evidence.Facts.Generations.SingleOrDefault(row => row.Id == generation)?.FinishedAt;

    private static void Outcomes(StringBuilder page, Evidence evidence)
    {
        var facts = evidence.Facts;
        foreach (var wire in evidence.Wires)
        {
            var generations = facts.Generations.Where(row => row.Wire == wire.Wire).ToList();
            var states = generations
                .GroupBy(row => row.State == "complete" && row.Errors > 0 ? "partial" : row.State)
                .Select(group => $"{group.Key} {group.Count()}");
            var open = facts.OpenRisks.Where(risk => risk.Wire == wire.Wire).ToList();
            var images = facts.Images.Where(image => image.Wire == wire.Wire).ToList();
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"""
                {wire.Wire}: {generations.Count} generations ({string.Join(", ", states)}), {wire.Posts.Count} paid calls, {facts.Attempts.Count(row =>
                    row.Wire == wire.Wire
                )} attempts, {facts.Attempts.Count(row =>
                    row.Wire == wire.Wire && row.Rerun
                )} reruns, {images.Count(image => !image.Candidate)} pictures and {images.Count(image =>
                    image.Candidate
                )} candidates of {wire.Bill.Pictures} billed, {open.Count} open risks of ${open.Sum(risk => risk.Nanos) / 1e9:F3}; at most {wire.MostAtOnce} of {evidence.LaneCapacity} at once
                """
            );
        }
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Row(string name, IReadOnlyList<string> cells) =>
        $"{name, -12}{string.Concat(cells.Select(cell => $"{cell, 10}"))}";
}
