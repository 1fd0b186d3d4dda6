namespace Atelier.Server.Accounts;

/// <summary>Where the requests of an account may go; what is left out or null is no rule.</summary>
internal sealed class RoutingBody
{
    /// <summary>Ids of providers, at least one: requests go to these alone.</summary>
    public List<string>? Only { get; set; }

    /// <summary>Ids of providers, at least one: requests never go to these.</summary>
    public List<string>? Never { get; set; }
}
