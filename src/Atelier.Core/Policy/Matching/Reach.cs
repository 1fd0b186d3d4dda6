namespace Atelier.Core.Policy.Matching;

/// <summary>How far a found word counts, which depends on the terms around it.</summary>
internal enum Reach
{
    /// <summary>As the lists say.</summary>
    Everywhere,

    /// <summary>For what is said of minors only.</summary>
    Minors,

    /// <summary>For what is said of minors, and a person decides whether it was meant so.</summary>
    Doubt,

    /// <summary>It means something else.</summary>
    Nowhere,
}
