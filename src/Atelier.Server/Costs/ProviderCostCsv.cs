using System.Globalization;

namespace Atelier.Server.Costs;

/// <summary>A month by provider as CSV.</summary>
internal static class ProviderCostCsv
{
    public static string FileName(DateOnly month) =>
        string.Create(CultureInfo.InvariantCulture, $"atelier-providers-{month:yyyy-MM}.csv");

    public static IAsyncEnumerable<string> Lines(IReadOnlyList<ProviderCostView> views) =>
        views.Select(Line).Prepend(Head).ToAsyncEnumerable();

    private static string Head =>
        CsvLine.Of(
            "provider",
            "total_cost",
            "total_generations",
            "successful_generations",
            "average_cost",
            "success_rate"
        );

    private static string Line(ProviderCostView view) =>
        CsvLine.Of(
            view.Provider,
            view.TotalCost,
            view.TotalGenerations,
            view.SuccessfulGenerations,
            view.AverageCost,
            view.SuccessRate
        );
}
