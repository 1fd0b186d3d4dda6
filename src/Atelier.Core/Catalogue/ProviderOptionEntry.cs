namespace Atelier.Core.Catalogue;

/// <summary>An option that only one provider has, and the words it may be set to.</summary>
public sealed record ProviderOptionEntry
{
    public required string Name { get; init; }

    /// <summary>At least one; compared letter by letter.</summary>
    public required IReadOnlyList<string> Values { get; init; }
}
