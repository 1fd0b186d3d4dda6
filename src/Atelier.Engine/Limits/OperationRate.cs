namespace Atelier.Engine.Limits;

/// <summary>How often an account may ask for a group of operations. 0 is no limit.</summary>
public sealed class OperationRate
{
    /// <summary>Requests in any 60 seconds.</summary>
    public int PerMinute { get; set; }

    /// <summary>Requests in any 60 minutes.</summary>
    public int PerHour { get; set; }

    /// <summary>Requests from midnight to midnight, UTC.</summary>
    public int PerDay { get; set; }

    /// <summary>
    /// The tiers that it holds for, separated by commas. The default is free and paid. At the presentation doors it holds for all.
    /// </summary>
    public string Tiers { get; set; } = "free,paid";
}
