using Atelier.Core.Pricing;
using Atelier.Data.Reports;

namespace Atelier.Server.Costs;

/// <summary>What a group cost and came to. Money counts on the day it was booked, work on the day it was asked for.</summary>
/// <param name="Provider">Only where the report is split by it, as with the five that follow.</param>
/// <param name="KeyId">Left out for work that came from a browser.</param>
/// <param name="TotalCostUsd">Billed, written off and overrun together.</param>
/// <param name="TotalGenerations">Ended generations that it worked on, each once.</param>
/// <param name="SuccessfulGenerations">Those of them for which it brought a picture.</param>
/// <param name="AverageCostUsd">Total cost by successful generations; 0 when there was none.</param>
/// <param name="SuccessRate">Successful by all, 0 to 1; 0 when there was none.</param>
/// <param name="Pictures">Delivered ones.</param>
/// <param name="WriteOffUsd">Of the total: calls nobody will ever know the cost of.</param>
/// <param name="OverrunUsd">Of the total: beyond what the calls could cost.</param>
/// <param name="OpenRiskUsd">Not in the total: what calls of these days may still cost.</param>
internal sealed record CostView(
    string? Provider,
    string? Model,
    string? AccountId,
    string? KeyId,
    string? Day,
    string? Operation,
    decimal TotalCostUsd,
    long TotalGenerations,
    long SuccessfulGenerations,
    decimal AverageCostUsd,
    decimal SuccessRate,
    long Pictures,
    decimal WriteOffUsd,
    decimal OverrunUsd,
    decimal OpenRiskUsd
)
{
    public static CostView Of(CostQuery query, CostRow row)
    {
        return new CostView(
            Key(CostGroup.Provider),
            Key(CostGroup.Model),
            Key(CostGroup.Account),
            Key(CostGroup.Key),
            Key(CostGroup.Day),
            Key(CostGroup.Operation),
            NanoDollars.ToDollars(row.Cost),
            row.Generations,
            row.Successful,
            row.AverageUsd,
            row.SuccessRate,
            row.Pictures,
            NanoDollars.ToDollars(row.WrittenOff),
            NanoDollars.ToDollars(row.Overrun),
            NanoDollars.ToDollars(row.Open)
        );

        string? Key(CostGroup group) => row.Keys.Zip(query.Groups).FirstOrDefault(pair => pair.Second == group).First;
    }
}
