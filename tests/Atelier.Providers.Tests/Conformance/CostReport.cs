namespace Atelier.Providers.Tests.Conformance;

/// <summary>What a wire tells of the cost of a call.</summary>
public enum CostReport
{
    /// <summary>The bill itself.</summary>
    Exact,

    /// <summary>Nothing; the adapter says what it should be, and that it is an estimate.</summary>
    Estimated,

    /// <summary>Nothing, and the adapter leaves it at that: the offer's price is taken.</summary>
    None,
}
