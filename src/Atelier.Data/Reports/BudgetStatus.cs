namespace Atelier.Data.Reports;

/// <summary>How far a budget is spent (requirement B-57).</summary>
public enum BudgetStatus
{
    /// <summary>Less than seven tenths, or there is no limit.</summary>
    Safe,

    /// <summary>Seven tenths or more.</summary>
    Warning,

    /// <summary>Nine tenths or more.</summary>
    Critical,

    /// <summary>All of it or more.</summary>
    Exceeded,
}
