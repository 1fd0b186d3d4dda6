using System.Net;
using Atelier.Client.Errors;

namespace Atelier.Client.Http;

/// <summary>Decides whether a call is sent again, and how long to wait before.</summary>
internal sealed class RetryPolicy(int most, TimeSpan longest)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The wait before the next try; null when the failure stands.</summary>
    /// <param name="tries">How often it was sent already.</param>
    public TimeSpan? Wait(AtelierClientException error, Repeats repeats, int tries)
    {
        if (tries > most || !MayRepeat(error, repeats))
        {
            return null;
        }

        if (error.RetryAfter is { } asked)
        {
            return asked <= longest ? asked : null;
        }

        var wait = First * Math.Pow(2, tries - 1);
        return wait < longest ? wait : longest;
    }

    private static bool MayRepeat(AtelierClientException error, Repeats repeats) =>
        error.StatusCode switch
        {
            null => repeats != Repeats.Never && error.Code is ClientErrorCodes.Unreachable or ClientErrorCodes.TimedOut,
            // A proxy's word that the answer did not reach it.
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => repeats != Repeats.Never,
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => repeats == Repeats.Always,
            _ => false,
        };
}
