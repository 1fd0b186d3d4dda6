namespace Atelier.Engine.Health;

/// <summary>What is left on our accounts at providers.</summary>
public interface IBalances
{
    /// <summary>Dollars to spend at a provider, less what open calls may cost; null where that is not known.</summary>
    decimal? SpendableUsd(string provider);
}
