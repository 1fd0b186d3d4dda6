using System.Globalization;
using System.Runtime.CompilerServices;
using Atelier.Core;
using Atelier.Core.Pricing;
using Atelier.Data.Reports;

namespace Atelier.Server.Costs;

/// <summary>A cost report as CSV: a line a group, without the total.</summary>
internal static class CostCsv
{
    private static readonly string[] Measures =
    [
        "total_cost_usd",
        "total_generations",
        "successful_generations",
        "average_cost_usd",
        "success_rate",
        "pictures",
        "write_off_usd",
        "overrun_usd",
        "open_risk_usd",
    ];

    public static string FileName(CostQuery query) =>
        string.Create(CultureInfo.InvariantCulture, $"atelier-costs-{query.From:yyyy-MM-dd}-{query.To:yyyy-MM-dd}.csv");

    public static async IAsyncEnumerable<string> LinesAsync(
        CostQuery query,
        IAsyncEnumerable<CostRow> rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var total = true;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            // The total comes first, and in its place stands the head: with that the question was answered.
            yield return total ? Head(query) : Line(row);
            total = false;
        }
    }

    private static string Head(CostQuery query) => CsvLine.Of([.. query.Groups.Select(Name), .. Measures]);

    private static string Name(CostGroup group) =>
        group is CostGroup.Account or CostGroup.Key ? $"{SnakeCase.Of(group)}_id" : SnakeCase.Of(group);

    private static string Line(CostRow row) =>
        CsvLine.Of([
            .. row.Keys,
            NanoDollars.ToDollars(row.Cost),
            row.Generations,
            row.Successful,
            row.AverageUsd,
            row.SuccessRate,
            row.Pictures,
            NanoDollars.ToDollars(row.WrittenOff),
            NanoDollars.ToDollars(row.Overrun),
            NanoDollars.ToDollars(row.Open),
        ]);
}
