namespace Atelier.Core.Catalogue;

/// <summary>The range in which an offer can be told how closely to follow the prompt.</summary>
public sealed record GuidanceRule
{
    /// <summary>0 to 100.</summary>
    public required decimal Min { get; init; }

    /// <summary>At least <see cref="Min"/>.</summary>
    public required decimal Max { get; init; }
}
