using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Atelier.Core.Catalogue;

namespace Atelier.Bench.Routing;

/// <summary>Prints what was found as tables, and keeps it.</summary>
internal static class Report
{
    private const string Results = "results.json";

    private static readonly JsonSerializerOptions Pretty = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Print(IReadOnlyList<SpeedRow> rows, CatalogueSnapshot catalogue)
    {
        var models = catalogue.Models.Where(model => !model.IsRetired(World.Today)).ToList();
        Console.WriteLine($"{models.Sum(model => model.Offers.Count)} offers of {models.Count} models");
        Console.WriteLine("| request | µs | ± | bytes |\n|---|---:|---:|---:|");
        foreach (var row in rows)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Request} | {row.Microseconds:0.00} | {row.Deviation:0.00} | {row.Bytes:N0} |"
                )
            );
        }
    }

    /// <summary>With ratios to the cheapest way's dollars and to the best way's quality.</summary>
    public static void Print(IReadOnlyList<MixRow> rows)
    {
        var cheapest = rows[^1];
        var best = rows[^2];
        Console.WriteLine(
            "| way | dollars | to the cheapest | quality | to the best | quality a dollar, to the best | score, free | paid | premium | what ran |"
        );
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        foreach (var row in rows)
        {
            var models = string.Join(
                ", ",
                row.Models.OrderByDescending(model => model.Value)
                    .Select(model => string.Create(CultureInfo.InvariantCulture, $"{model.Key} {model.Value:P0}"))
            );
            var missing = row.Impossible == 0 ? "" : $"; {row.Impossible} impossible";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Way} | {row.Dollars:0.00} | {Ratio(row.Dollars, cheapest.Dollars)} | {row.Quality:0.000} | {row.Quality / best.Quality:0.00} | {Ratio(Worth(row), Worth(best))} | {string.Join(" | ", row.Scores.Values.Select(Three))} | {models}{missing} |"
                )
            );
        }
    }

    public static async Task WriteAsync(
        IReadOnlyList<SpeedRow>? speed,
        IReadOnlyList<MixRow>? mix,
        CancellationToken cancellationToken
    )
    {
        var path = BenchFolder.PathOf(Results);
        var old = File.Exists(path)
            ? JsonSerializer.Deserialize<Kept>(await File.ReadAllTextAsync(path, cancellationToken), Pretty)
            : null;
        var kept = new Kept(speed ?? old?.Speed ?? [], mix ?? old?.Mix ?? []);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(kept, Pretty) + "\n", cancellationToken);
    }

    private static string Three(double score) => score.ToString("0.000", CultureInfo.InvariantCulture);

    private static decimal Worth(MixRow row) => row.Dollars == 0 ? 0 : (decimal)row.Quality / row.Dollars;

    private static string Ratio(decimal one, decimal other) =>
        other == 0 ? "" : (one / other).ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Kept(IReadOnlyList<SpeedRow> Speed, IReadOnlyList<MixRow> Mix);
}
