namespace Atelier.Data.Reports;

/// <summary>What a dashboard watches, as it stood at one moment. Money in nano-dollars.</summary>
/// <param name="OpenRisk">What calls may still cost, by provider; every lane that is paid for is there.</param>
/// <param name="Budgets">Those with a limit: the month's, then others up to some hundreds.</param>
/// <param name="Queue">Jobs by lane and state: ready, waiting (for a task that runs at its provider), running, held.</param>
public sealed record HouseFigures(
    IReadOnlyList<(string Provider, long Nanos)> OpenRisk,
    IReadOnlyList<(string Scope, long Limit, long Spent, long Risk)> Budgets,
    IReadOnlyList<(string Lane, string State, long Jobs)> Queue
);
