using Amazon.Runtime;
using Amazon.S3;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>The client of a bucket, set up so that stores which are not Amazon's understand it.</summary>
internal static class BucketClient
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    public static AmazonS3Client Create(Bucket bucket, HttpClient http) =>
        new(
            new BasicAWSCredentials(bucket.AccessKeyId, bucket.SecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = bucket.Endpoint.GetLeftPart(UriPartial.Authority),
                AuthenticationRegion = bucket.Region,
                ForcePathStyle = true,
                // Other stores know neither the checksums nor the trailers that Amazon's client sends by default.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
                // What stands in other variables and in files at home is not about this bucket.
                IgnoreConfiguredEndpointUrls = true,
                RetryMode = RequestRetryMode.Standard,
                MaxErrorRetry = 2,
                HttpClientFactory = new Factory(http),
            }
        );

    public static HttpMessageHandler Handler() =>
        new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            AllowAutoRedirect = false,
            UseCookies = false,
        };

    /// <summary>One client of HTTP for all calls; how long each may take is said with the call.</summary>
    private sealed class Factory(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
