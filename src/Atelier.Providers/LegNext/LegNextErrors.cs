using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.LegNext;

/// <summary>
/// What LegNext's statuses mean. A GET is never charged; the last column is for the POST that makes a task.
/// <list type="table">
/// <item><term>400, 413, 422, other 4xx</term><description>BadRequest; not charged</description></item>
/// <item><term>401</term><description>Unauthorized; not charged</description></item>
/// <item><term>402</term><description>OutOfCredits; not charged</description></item>
/// <item><term>403</term><description>Refused; Unauthorized when the text speaks of permission, or is not LegNext's; not charged</description></item>
/// <item><term>404</term><description>ModelGone: another provider may still do it; not charged. Of a task: it vanished</description></item>
/// <item><term>408</term><description>Lost; unknown</description></item>
/// <item><term>429</term><description>RateLimited, with its Retry-After; not charged</description></item>
/// <item><term>301, 307, 308</term><description>ServerError: the address is wrong, and no redirect is followed; not charged</description></item>
/// <item><term>5xx, other 3xx</term><description>ServerError; unknown: the task may have been made before the error</description></item>
/// <item><term>2xx that makes no sense</term><description>Unreadable; unknown</description></item>
/// </list>
/// A connection that was refused is NotSent and not charged; one that was cut, and a time-out, is Lost and unknown.
/// </summary>
internal static class LegNextErrors
{
    private const int MostErrorBytes = 64 * 1024;

    private static readonly string[] Permission = ["permission", "privilege", "not authorized", "unauthorized"];

    private static readonly string[] Policy =
    [
        "banned",
        "content policy",
        "inappropriate",
        "moderat",
        "nsfw",
        "prohibited",
        "sensitive",
        "violat",
    ];

    /// <summary>What an answer without success means.</summary>
    /// <param name="paid">Whether it answers the POST that makes a task.</param>
    public static async Task<ProviderException> OfAsync(SiteAnswer answer, bool paid, TimeProvider time)
    {
        var (kind, charge) = answer.Status switch
        {
            401 => (FailureKind.Unauthorized, Charge.None),
            402 => (FailureKind.OutOfCredits, Charge.None),
            403 => (await MeaningOf403Async(answer), Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            408 => (FailureKind.Lost, Charge.Unknown),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.ServerError, Charge.None),
            >= 300 => (FailureKind.ServerError, Charge.Unknown),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };
        return new ProviderException(
            LegNextProvider.Name,
            kind,
            paid ? charge : Charge.None,
            $"LegNext {TextOf(kind)} ({answer.Status})."
        )
        {
            Status = answer.Status,
            RetryAfter = answer.RetryAfter(time),
        };
    }

    /// <summary>An answer with success that is not what the wire promises.</summary>
    public static ProviderException Unreadable(int status, bool paid) =>
        new(
            LegNextProvider.Name,
            FailureKind.Unreadable,
            paid ? Charge.Unknown : Charge.None,
            $"LegNext {TextOf(FailureKind.Unreadable)} ({status})."
        )
        {
            Status = status,
        };

    /// <summary>Why a job ended without a picture. Points that were not taken were given back.</summary>
    public static ProviderException OfFailed(LegNextJob job)
    {
        var kind = Speaks(job.ErrorText, Policy) ? FailureKind.Refused : FailureKind.TaskFailed;
        var charge = job.Consumed switch
        {
            null => Charge.Unknown,
            0 => Charge.None,
            _ => Charge.Charged,
        };
        return new ProviderException(LegNextProvider.Name, kind, charge, $"LegNext {TextOf(kind)}.");
    }

    private static async Task<FailureKind> MeaningOf403Async(SiteAnswer answer)
    {
        JsonElement? body;
        try
        {
            body = await answer.ReadJsonAsync(MostErrorBytes);
        }
        catch (ProviderException)
        {
            // The status came whole, and it decides.
            body = null;
        }

        // What stands before LegNext, such as a firewall, forbids things too; that is no judgement on the words.
        var text = $"{body.Text("message")} {body.Text("raw_message")}";
        return string.IsNullOrWhiteSpace(text) || Speaks(text, Permission)
            ? FailureKind.Unauthorized
            : FailureKind.Refused;
    }

    private static bool Speaks(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.BadRequest => "does not take these parameters",
            FailureKind.Unauthorized => "does not let this key in, or not for this",
            FailureKind.OutOfCredits => "has no points left for this account",
            FailureKind.Refused => "refuses this content",
            FailureKind.ModelGone => "does not have this, or no longer",
            FailureKind.RateLimited => "has too many calls of ours",
            FailureKind.Lost => "gave up waiting for the request",
            FailureKind.TaskFailed => "ended the task without a picture",
            FailureKind.Unreadable => "gave an answer that makes no sense",
            _ => "failed",
        };
}
