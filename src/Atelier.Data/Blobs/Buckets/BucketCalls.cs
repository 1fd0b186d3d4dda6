using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Atelier.Data.Blobs.Buckets;

/// <summary>Makes calls, each with all its retries within a time, and turns what goes wrong into one kind of exception.</summary>
internal sealed partial class BucketCalls(IAmazonS3 client, Bucket bucket, TimeProvider time)
{
    /// <summary>For calls without a body.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const string NoSuchKey = "NoSuchKey";

    /// <summary>The answer; null when the store says that there is no such object.</summary>
    /// <exception cref="BucketException">Anything else went wrong.</exception>
    public async Task<T?> RunAsync<T>(
        Func<IAmazonS3, CancellationToken, Task<T>> call,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
        where T : class
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await call(client, both.Token);
        }
        catch (AmazonServiceException exception)
            when (exception is { StatusCode: HttpStatusCode.NotFound, ErrorCode: NoSuchKey })
        {
            // Only these words: a 404 of whoever else answers there says nothing about a file.
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsTheirs(exception))
        {
            // Without what it says: that is another's text, and may repeat what we signed.
            throw Describe(exception);
        }
        catch (Exception exception)
            when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
        {
            throw new OperationCanceledException(exception.Message, cancellationToken);
        }
    }

    /// <summary>What is said of an object; null when nothing is, which is no word about whether it is there.</summary>
    public Task<GetObjectMetadataResponse?> HeadAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(
            async (client, cancel) =>
            {
                try
                {
                    return await client.GetObjectMetadataAsync(bucket.Name, key, cancel);
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
                {
                    // It may be the bucket that is missing: a reading, which has a body, tells.
                    return null!;
                }
            },
            Patience,
            cancellationToken
        );

    /// <summary>What a broken answer means.</summary>
    public BucketException Describe(Exception exception)
    {
        if (exception is BucketException known)
        {
            return known;
        }

        if (exception is not AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest } answer)
        {
            return Problem(
                BucketProblem.Unreachable,
                exception is OperationCanceledException ? "does not answer in time" : "cannot be reached"
            );
        }

        var code = Code().IsMatch(answer.ErrorCode ?? "") ? answer.ErrorCode! : "no code";
        return (answer.StatusCode, code) switch
        {
            (_, "NoSuchBucket") => Problem(BucketProblem.Missing, "does not exist"),
            (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => Problem(
                BucketProblem.Refused,
                $"refuses the key ({code})"
            ),
            _ => Problem(BucketProblem.Failed, $"answers {(int)answer.StatusCode} ({code})"),
        };
    }

    public BucketException Problem(BucketProblem problem, string what) => new(problem, $"The bucket {bucket} {what}.");

    /// <summary>Whether it is about the store and the way there, not about us.</summary>
    public static bool IsTheirs(Exception exception) =>
        exception
            is AmazonServiceException
                or AmazonClientException
                or HttpRequestException
                or OperationCanceledException
                or IOException;

    [GeneratedRegex("^[A-Za-z]{1,60}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
