namespace Atelier.Core.Policy;

/// <summary>What a found term comes to.</summary>
public enum PolicyWeight
{
    /// <summary>A person decides.</summary>
    Flagged,

    /// <summary>The request is refused.</summary>
    Prohibited,
}
