namespace Atelier.Core.Routing;

/// <summary>What the chain of a request begins with where no model was named.</summary>
public enum RouteOrder
{
    /// <summary>The tables of quality tiers and styles.</summary>
    Tables,

    /// <summary>The photo door's models for the account's tier (requirement B-32).</summary>
    Photo,
}
