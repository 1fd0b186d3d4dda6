using System.Globalization;
using System.Text.Json;

namespace Atelier.Bench.Pictures;

/// <summary>Everything a run found.</summary>
/// <param name="Versions">libvips of ours and of sharp's.</param>
/// <param name="Scores">By input and file: SSIM of ours and of sharp's.</param>
internal sealed record Report(
    (string Ours, string Sharp) Versions,
    int Rounds,
    IReadOnlyList<CaseResult> Cases,
    SortedDictionary<string, double[]> Scores
)
{
    private static readonly JsonSerializerOptions Pretty = new(Lines.Options) { WriteIndented = true };

    /// <summary>The largest amount by which ours is farther from the truth; a negative one means nearer.</summary>
    internal double WorstLoss => Scores.Values.Max(pair => pair[1] - pair[0]);

    internal static string Line(CaseResult one) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {one.Case} | {one.OurCpu:0} | {one.SharpCpu:0} | **{one.CpuRatio:0.00}** | {one.OurWall:0} | {one.SharpWall:0} | {one.CompleteWall:0} | **{one.CompleteRatio:0.00}** | {one.CompleteCpu:0} | {one.OurPeak:0} | {one.SharpPeak:0} | **{one.PeakRatio:0.00}** | {one.PlainSharpPeak:0} | **{one.PlainPeakRatio:0.00}** | {one.OurKilobytes:0} | {one.SharpKilobytes:0} |"
        );

    internal void Print()
    {
        Console.WriteLine($"libvips: ours {Versions.Ours}, sharp's {Versions.Sharp}; {Rounds} rounds");
        var loss = WorstLoss.ToString("0.0000", CultureInfo.InvariantCulture);
        Console.WriteLine($"SSIM of {Scores.Count} files: ours is at most {loss} farther from the input than sharp's");
        foreach (
            var (name, pair) in Scores.OrderByDescending(score => Math.Abs(score.Value[1] - score.Value[0])).Take(8)
        )
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {name}: {pair[0]:0.0000} {pair[1]:0.0000}")
            );
    }

    internal static async Task RedrawAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        using var results = JsonDocument.Parse(
            await File.ReadAllTextAsync(folder.PathOf("results.json"), cancellationToken)
        );
        var cases = results.RootElement.GetProperty("cases").Deserialize<List<CaseResult>>(Lines.Options)!;
        await File.WriteAllTextAsync(folder.PathOf("results.svg"), Chart.Draw(cases), cancellationToken);
    }

    internal async Task WriteAsync(BenchFolder folder, CancellationToken cancellationToken)
    {
        var data = new
        {
            Ours = Versions.Ours,
            Sharp = Versions.Sharp,
            Rounds,
            Cases,
            WorstLoss,
            Scores,
        };
        await File.WriteAllTextAsync(
            folder.PathOf("results.json"),
            JsonSerializer.Serialize(data, Pretty) + "\n",
            cancellationToken
        );
        await File.WriteAllTextAsync(folder.PathOf("results.svg"), Chart.Draw(Cases), cancellationToken);
    }
}
