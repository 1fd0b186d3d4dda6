namespace Atelier.Server.Attempts;

/// <summary>What an operator decides about a call of unknown outcome.</summary>
internal sealed class DecisionBody
{
    /// <summary>paid, not_paid, rerun (send again now, at your risk) or write_off.</summary>
    public string? Action { get; set; }

    /// <summary>Why; 1 to 500 characters, kept with the decision.</summary>
    public string? Reason { get; set; }

    /// <summary>Dollars that the provider billed, with paid; the whole risk without it.</summary>
    public decimal? CostUsd { get; set; }
}
