namespace Atelier.Data.Cluster;

/// <summary>The private cluster cannot start; the message is one sentence that names the way out.</summary>
public sealed class ClusterException : Exception
{
    public ClusterException(string message)
        : base(message) { }

    public ClusterException(string message, Exception innerException)
        : base(message, innerException) { }
}
