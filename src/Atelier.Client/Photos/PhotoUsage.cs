namespace Atelier.Client.Photos;

/// <summary>What the caller has used today, by UTC.</summary>
public sealed record PhotoUsage
{
    /// <summary>Pictures asked for and not given back.</summary>
    public required int GenerationsToday { get; init; }

    /// <summary>Dollars they cost the operator.</summary>
    public required decimal TotalCostToday { get; init; }

    /// <summary>Pictures left; -1 without a limit.</summary>
    public required int RemainingGenerations { get; init; }

    /// <summary>Pictures a day; -1 without a limit.</summary>
    public required int DailyLimit { get; init; }
}
