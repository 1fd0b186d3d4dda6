namespace Atelier.Data.Blobs.Buckets;

/// <summary>A bucket cannot be used now: for whoever works with files, the same as a disk that is away.</summary>
public sealed class BucketException(BucketProblem problem, string message) : IOException(message)
{
    /// <summary>What is wrong.</summary>
    public BucketProblem Problem => problem;
}
