namespace Atelier.Core.Catalogue;

/// <summary>An HTTP API with credentials, or <c>local</c> inside the process.</summary>
public sealed record ProviderEntry
{
    /// <summary>Lower case, such as <c>openai</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="OwnAdapters"/>, which speaks to it; null is the adapter of its own id.</summary>
    public string? Adapter { get; init; }

    /// <summary>Whether its calls cost nothing, so that a lost one is simply made again.</summary>
    public bool Free { get; init; }

    /// <summary>How it wants to be spoken to, with the adapter <see cref="OwnAdapters.OpenAiCompatible"/>.</summary>
    public WireEntry? Wire { get; init; }

    /// <summary>Calls at once, counted over all nodes; null is no limit. The default is 1 where it is free or one of the operator's machines.</summary>
    public int? Lane { get; init; }

    /// <summary>The environment variable that holds the key; null when none is needed.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Where its API is unless the settings say otherwise; null for what runs inside this process.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Seconds that a waiting caller is held for it at most (requirement C-47); null is the door's own. Work goes on.</summary>
    public int? WaitSeconds { get; init; }

    /// <summary>What <c>provider_options</c> may hold for it.</summary>
    public IReadOnlyList<ProviderOptionEntry> Options { get; init; } = [];

    /// <summary>The adapter that speaks to it where it is one of the operator's own; else null.</summary>
    public string? OwnAdapter => Adapter ?? (OwnAdapters.All.Contains(Id, StringComparer.Ordinal) ? Id : null);
}
