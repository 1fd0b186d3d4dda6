namespace Atelier.Server.Routing;

/// <summary>What <c>POST /v1/simulate</c> takes: <c>traffic</c> or <c>mix</c>, and what is different from today.</summary>
internal sealed class SimulationBody
{
    /// <summary>Requests of the past, without their words.</summary>
    public TrafficBody? Traffic { get; set; }

    /// <summary>Requests that are given here.</summary>
    public MixBody? Mix { get; set; }

    /// <summary>All YAML files of the other catalogue; without it the one in force.</summary>
    public List<CatalogueTextBody>? Catalogue { get; set; }

    /// <summary>The price list to go by, such as seed; without it the prices of the catalogue.</summary>
    public string? PriceVersion { get; set; }

    /// <summary>Ids of the providers that count as switched on, or all; without it those that are.</summary>
    public List<string>? Providers { get; set; }

    /// <summary>The day of the other world, such as 2027-01-15, which decides what is retired; today by default.</summary>
    public string? Today { get; set; }
}
