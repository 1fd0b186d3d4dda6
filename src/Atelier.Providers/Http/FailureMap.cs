using Atelier.Providers.Failures;

namespace Atelier.Providers.Http;

/// <summary>What a broken exchange means. The worst is assumed of a paid POST whose body began.</summary>
public static class FailureMap
{
    /// <summary>Whether a download failed because its address has run out, so that a fresh one may help.</summary>
    public static bool IsStaleAddress(ProviderException failure) => failure.Status is 401 or 403 or 404 or 410;

    /// <summary>
    /// Whether an answer says that what was sent belongs elsewhere, so that nobody worked on it. Other redirects do not: 302 and
    /// 303 may lead to the result of a POST that was done.
    /// </summary>
    public static bool IsElsewhere(int status) => status is 301 or 307 or 308;

    /// <summary>A paid POST failed after its body began: nobody knows what the provider made of it.</summary>
    internal static ProviderException OfPaidPost(SiteCall call, Exception failure) =>
        Lost(call, Charge.Unknown, failure);

    /// <summary>A paid POST failed before its body began.</summary>
    internal static ProviderException OfUnsent(SiteCall call, Exception failure) => NotReached(call, failure);

    /// <summary>A call that costs nothing failed.</summary>
    internal static ProviderException OfRead(SiteCall call, Exception failure) =>
        failure
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
            }
            ? NotReached(call, failure)
            : Lost(call, Charge.None, failure);

    private static ProviderException Lost(SiteCall call, Charge charge, Exception failure) =>
        new(
            call.Provider,
            FailureKind.Lost,
            charge,
            failure is OperationCanceledException
                ? $"{call.Provider} did not answer in time."
                : $"The connection to {call.Provider} broke before its answer was whole and kept.",
            failure
        )
        {
            Status = call.Status,
            RequestId = call.RequestId,
        };

    private static ProviderException NotReached(SiteCall call, Exception failure) =>
        new(call.Provider, FailureKind.NotSent, Charge.None, $"{call.Provider} could not be reached.", failure);
}
