namespace Atelier.Engine.Health;

/// <summary>What is left on our accounts at providers.</summary>
public interface IBalances
{
    /// <summary>Dollars to spend at a provider, less what all nodes have accepted for it and it has not billed yet; null where that is not known.</summary>
    decimal? SpendableUsd(string provider);

    /// <summary>Notes that what this node accepted is going to cost this much there; the database holds it already.</summary>
    void Reserve(string provider, decimal dollars);
}
