using Atelier.Client.Errors;

namespace Atelier.Client.Http;

/// <summary>Tells lost connections and calls that took too long from everything else.</summary>
internal static class Lost
{
    /// <param name="limit">How long the work may take; null for no limit.</param>
    /// <exception cref="AtelierClientException">The connection was lost, or the limit passed.</exception>
    public static async Task<T> WatchAsync<T>(
        Func<CancellationToken, Task<T>> work,
        TimeSpan? limit,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var late = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new AtelierClientException(
                "The service cannot be reached, or the connection was lost.",
                ClientErrorCodes.Unreachable,
                innerException: exception
            );
        }
        // Where it is not the caller who ended it, our limit did, or that of his HttpClient.
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AtelierClientException(
                "The service did not answer in time.",
                ClientErrorCodes.TimedOut,
                innerException: exception
            );
        }
    }
}
