namespace Atelier.Data.Blobs.Buckets;

/// <summary>Why a bucket could not be used.</summary>
public enum BucketProblem
{
    /// <summary>Nobody answers there, or not in time.</summary>
    Unreachable,

    /// <summary>The key is wrong, or may not do this.</summary>
    Refused,

    /// <summary>There is no bucket of this name.</summary>
    Missing,

    /// <summary>It answered with an error.</summary>
    Failed,

    /// <summary>What lies there is not what was sent.</summary>
    Corrupt,
}
