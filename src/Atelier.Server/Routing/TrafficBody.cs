namespace Atelier.Server.Routing;

/// <summary>Which requests of the past are tried.</summary>
internal sealed class TrafficBody
{
    /// <summary>The first day, such as 2026-11-01; 30 days before the last by default.</summary>
    public string? From { get; set; }

    /// <summary>The last day; today, UTC, by default.</summary>
    public string? To { get; set; }

    /// <summary>Id of an account, to try only its requests.</summary>
    public string? Account { get; set; }

    /// <summary>The newest so many of them, 1 to 10,000, the default.</summary>
    public int? Most { get; set; }
}
