using Amazon.Runtime;
using Amazon.S3;
using Atelier.Data.Blobs.Buckets;

namespace Atelier.TestKit.Buckets;

/// <summary>One real store for a test process: started at the first question, gone with the last test. Each test gets a bucket.</summary>
public static class TestBuckets
{
    private static readonly Lazy<Task<SwiftServer>> Server = new(() => SwiftServer.StartAsync(CancellationToken.None));

    /// <summary>A new, empty bucket; its listings have ten objects a page.</summary>
    public static async Task<Bucket> CreateAsync(CancellationToken cancellationToken)
    {
        var server = await Server.Value.WaitAsync(cancellationToken);
        var name = $"test-{Guid.CreateVersion7():N}";
        var bucket = new Bucket(
            server.Url,
            SwiftServer.Region,
            name,
            SwiftServer.AccessKeyId,
            SwiftServer.SecretAccessKey
        );
        using var client = Client(bucket);
        await client.PutBucketAsync(name, cancellationToken);
        return bucket;
    }

    /// <summary>A client of the store itself, to see what lies there.</summary>
    public static AmazonS3Client Client(Bucket bucket) =>
        new(
            new BasicAWSCredentials(bucket.AccessKeyId, bucket.SecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = bucket.Endpoint.ToString(),
                AuthenticationRegion = bucket.Region,
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );

    /// <summary>Ends the store of this process, if there is one.</summary>
    public static async Task EndAsync()
    {
        if (Server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await Server.Value).DisposeAsync();
        }
    }

    /// <summary>The keys that lie in a bucket, sorted.</summary>
    public static async Task<IReadOnlyList<string>> KeysAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        using var client = Client(bucket);
        var keys = new List<string>();
        await foreach (
            var found in client
                .Paginators.ListObjectsV2(new() { BucketName = bucket.Name })
                .S3Objects.WithCancellation(cancellationToken)
        )
        {
            keys.Add(found.Key);
        }

        return keys;
    }
}
