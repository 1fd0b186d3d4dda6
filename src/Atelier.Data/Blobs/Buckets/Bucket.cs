namespace Atelier.Data.Blobs.Buckets;

/// <summary>A bucket of a store that speaks S3, and the key to it.</summary>
/// <param name="Endpoint">Scheme, host and port; the bucket is named in the path.</param>
/// <param name="Region">What the signatures name, such as us-east-1 or auto.</param>
/// <param name="SecretAccessKey">Never sent, logged or shown.</param>
public sealed record Bucket(Uri Endpoint, string Region, string Name, string AccessKeyId, string SecretAccessKey)
{
    /// <summary>What all keys begin with, ending in a slash. The default is nothing.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether who holds a signed address of ours is sent to the bucket to read. The default is false.</summary>
    public bool PresignedReads { get; init; }

    /// <summary>Without the key: records are printed in many places.</summary>
    public override string ToString() => $"{Name} at {Endpoint.GetLeftPart(UriPartial.Authority)}";
}
