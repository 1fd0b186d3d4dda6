namespace Atelier.Core.Catalogue;

/// <summary>An HTTP API with credentials, or <c>local</c> inside the process.</summary>
public sealed record ProviderEntry
{
    /// <summary>Lower case, such as <c>openai</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Calls at once, counted over all nodes; null is no limit.</summary>
    public int? Lane { get; init; }

    /// <summary>The environment variable that holds the key; null when none is needed.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Where its API is unless the settings say otherwise; null for what runs inside this process.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Seconds that a waiting caller is held for it at most (requirement C-47); null is the door's own. Work goes on.</summary>
    public int? WaitSeconds { get; init; }

    /// <summary>What <c>provider_options</c> may hold for it.</summary>
    public IReadOnlyList<ProviderOptionEntry> Options { get; init; } = [];
}
