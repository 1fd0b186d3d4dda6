using Atelier.Core.Pricing;
using Atelier.Data.Reports;

namespace Atelier.Server.Costs;

/// <summary>A provider's month (requirement B-60). What failed there and was made elsewhere counts here too.</summary>
/// <param name="Provider">Left out for work that failed before anybody was asked.</param>
/// <param name="TotalCost">Dollars.</param>
/// <param name="TotalGenerations">Ended generations that it worked on.</param>
/// <param name="AverageCost">Dollars by successful generations; 0 when there was none.</param>
/// <param name="SuccessRate">Successful by all, 0 to 1; 0 when there was none.</param>
internal sealed record ProviderCostView(
    string? Provider,
    decimal TotalCost,
    long TotalGenerations,
    long SuccessfulGenerations,
    decimal AverageCost,
    decimal SuccessRate
)
{
    public static ProviderCostView Of(CostRow row) =>
        new(
            row.Keys[0],
            NanoDollars.ToDollars(row.Cost),
            row.Generations,
            row.Successful,
            row.AverageUsd,
            row.SuccessRate
        );
}
