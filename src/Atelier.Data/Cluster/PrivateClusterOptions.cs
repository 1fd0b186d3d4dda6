namespace Atelier.Data.Cluster;

/// <summary>Where a private cluster lives and how careful it is.</summary>
public sealed class PrivateClusterOptions
{
    /// <summary>The service's data folder; the cluster goes to its subfolder <c>postgres</c>. Created when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Whether a commit survives a power cut. The default is true; false is for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Further PostgreSQL settings by name, for example <c>work_mem</c>; they win over ours.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }
}
