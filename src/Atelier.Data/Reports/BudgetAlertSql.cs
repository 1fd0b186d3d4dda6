namespace Atelier.Data.Reports;

/// <summary>When a threshold of a budget counts as crossed (requirement B-58).</summary>
internal static class BudgetAlertSql
{
    /// <summary>Per cent of the limit.</summary>
    public const string Thresholds = "(VALUES (50::smallint), (80::smallint), (95::smallint)) AS t (threshold)";

    /// <summary>Of a row s with nanos and spent. A limit of 0 lets nothing pass that could be told of.</summary>
    public const string IsCrossed = "s.nanos > 0 AND s.spent::numeric * 100 >= s.nanos::numeric * t.threshold";
}
