using Atelier.Core;
using Atelier.Data.Reports;

namespace Atelier.Server.Costs;

/// <summary>What calls cost and came to in a span of days, UTC.</summary>
/// <param name="Object">Always <c>cost_report</c>.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Group">What the rows are split by.</param>
/// <param name="Total">Of everything, also of rows that are cut off here.</param>
/// <param name="Data">One row a group, in order.</param>
/// <param name="Truncated">Whether there are more rows than an answer in JSON holds; CSV has them all.</param>
internal sealed record CostReportView(
    string Object,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<string> Group,
    CostView Total,
    IReadOnlyList<CostView> Data,
    bool Truncated
)
{
    private const int MostRows = 10_000;

    public static async Task<CostReportView> ReadAsync(
        CostQuery query,
        IAsyncEnumerable<CostRow> rows,
        CancellationToken cancellationToken
    )
    {
        // One more than is shown tells whether there are more, and the total comes first.
        var views = await rows.Take(MostRows + 2).Select(row => CostView.Of(query, row)).ToListAsync(cancellationToken);
        return new CostReportView(
            "cost_report",
            query.From,
            query.To,
            [.. query.Groups.Select(group => SnakeCase.Of(group))],
            views[0],
            [.. views.Skip(1).Take(MostRows)],
            views.Count > MostRows + 1
        );
    }
}
