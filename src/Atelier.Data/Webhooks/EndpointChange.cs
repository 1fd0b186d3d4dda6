namespace Atelier.Data.Webhooks;

/// <summary>What is to be different about an endpoint; what is null stays.</summary>
public sealed record EndpointChange
{
    public Uri? Url { get; init; }

    /// <summary>The types it shall want; <see cref="AllEvents"/> goes before.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Whether it shall want every type.</summary>
    public bool AllEvents { get; init; }

    public string? Description { get; init; }

    public bool? Disabled { get; init; }
}
