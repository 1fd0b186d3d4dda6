namespace Atelier.Engine.Health;

/// <summary>What is left on our accounts at providers.</summary>
public interface IBalances
{
    /// <summary>Dollars to spend at a provider, less what was reserved since it told; null where that is not known.</summary>
    decimal? SpendableUsd(string provider);

    /// <summary>Notes that a call of this node is going to cost this much there.</summary>
    void Reserve(string provider, decimal dollars);
}
