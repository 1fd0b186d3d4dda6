using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Automatic1111;

/// <summary>What the web UI's error answers mean.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>status</term><description>kind; the charge is none where the server is free</description></listheader>
/// <item><term>401, 403</term><description>Unauthorized</description></item>
/// <item><term>404</term><description>ModelGone: no such sampler, upscaler or extension, or the API is not switched on</description></item>
/// <item><term>413, 422</term><description>BadRequest</description></item>
/// <item><term>429, 503</term><description>RateLimited, Overloaded: it passes</description></item>
/// <item><term>500, whether the memory was too small or not</term><description>ServerError: not tried again there, for the same size would end the same way</description></item>
/// <item><term>1xx, 3xx</term><description>Unreadable; unknown but for 301, 307 and 308</description></item>
/// </list>
/// </remarks>
internal static class SdapiErrors
{
    public static ProviderException Of(string provider, SiteAnswer answer, bool mayCost, TimeProvider time)
    {
        var kind = answer.Status switch
        {
            401 or 403 => FailureKind.Unauthorized,
            402 => FailureKind.OutOfCredits,
            404 or 405 => FailureKind.ModelGone,
            408 => FailureKind.ServerError,
            429 => FailureKind.RateLimited,
            >= 400 and < 500 => FailureKind.BadRequest,
            503 => FailureKind.Overloaded,
            >= 500 => FailureKind.ServerError,
            _ => FailureKind.Unreadable,
        };
        return new ProviderException(
            provider,
            kind,
            mayCost && IsOpen(answer.Status) ? Charge.Unknown : Charge.None,
            OpenAiErrors.Sentence(provider, kind, answer)
        )
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = answer.RetryAfter(time),
        };
    }

    private static bool IsOpen(int status) =>
        status is (408 or >= 500) || (status < 400 && !FailureMap.IsElsewhere(status));
}
