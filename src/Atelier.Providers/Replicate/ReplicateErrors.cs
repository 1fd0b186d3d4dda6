using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Replicate.Predictions;

namespace Atelier.Providers.Replicate;

/// <summary>
/// What Replicate's statuses mean. A question is never charged; the last column is for the POST that makes a prediction.
/// <list type="table">
/// <item><term>400, 422</term><description>BadRequest; Refused when the text speaks of the content, ModelGone when it speaks of the version; not charged</description></item>
/// <item><term>401</term><description>Unauthorized; not charged</description></item>
/// <item><term>402</term><description>OutOfCredits; not charged</description></item>
/// <item><term>403</term><description>Unauthorized; Refused when the text speaks of the content; not charged</description></item>
/// <item><term>404</term><description>ModelGone, as when a model that is not official is called by its name; not charged. Of a prediction: it vanished</description></item>
/// <item><term>408</term><description>Lost; unknown</description></item>
/// <item><term>429</term><description>RateLimited, with Retry-After or the body's retry_after; not charged</description></item>
/// <item><term>other 4xx</term><description>BadRequest; not charged</description></item>
/// <item><term>301, 307, 308</term><description>ServerError: the address is wrong, and no redirect is followed; not charged</description></item>
/// <item><term>5xx, other 3xx</term><description>ServerError; unknown: the prediction may have been made before the error</description></item>
/// <item><term>2xx that makes no sense</term><description>Unreadable; unknown</description></item>
/// </list>
/// A connection that was refused is NotSent and not charged; one that was cut, and a time-out, is Lost and unknown.
/// </summary>
internal static class ReplicateErrors
{
    private const int MostErrorBytes = 64 * 1024;
    private const double MostRetrySeconds = 24 * 3600;

    private static readonly string[] Policy =
    [
        "NSFW",
        "E005",
        "flagged as sensitive",
        "content moderation",
        "content policy",
        "safety checker",
    ];

    private static readonly string[] Interrupted = ["interrupted", "code: PA"];

    /// <summary>What an answer without success means.</summary>
    /// <param name="paid">Whether it answers the POST that makes a prediction.</param>
    public static async Task<ProviderException> OfAsync(SiteAnswer answer, bool paid, TimeProvider time)
    {
        var body = await ReadBodyAsync(answer);
        var text = $"{body.Text("title")} {body.Text("detail")} {body.Text("error")}";
        var (kind, charge) = answer.Status switch
        {
            400 or 403 or 422 when Speaks(text, Policy) => (FailureKind.Refused, Charge.None),
            400 or 422 when text.Contains("invalid version", StringComparison.OrdinalIgnoreCase) => (
                FailureKind.ModelGone,
                Charge.None
            ),
            401 or 403 => (FailureKind.Unauthorized, Charge.None),
            402 => (FailureKind.OutOfCredits, Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            408 => (FailureKind.Lost, Charge.Unknown),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.ServerError, Charge.None),
            >= 300 => (FailureKind.ServerError, Charge.Unknown),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };
        return new ProviderException(
            ReplicateProvider.Name,
            kind,
            paid ? charge : Charge.None,
            $"Replicate {TextOf(kind)} ({answer.Status})."
        )
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = answer.RetryAfter(time) ?? RetryAfterOf(body),
            Categories = kind == FailureKind.Refused ? CategoriesOf(text) : [],
        };
    }

    /// <summary>An answer with success that is not what the wire promises.</summary>
    public static ProviderException Unreadable(int status, bool paid) =>
        new(
            ReplicateProvider.Name,
            FailureKind.Unreadable,
            paid ? Charge.Unknown : Charge.None,
            $"Replicate {TextOf(FailureKind.Unreadable)} ({status})."
        )
        {
            Status = status,
        };

    /// <summary>
    /// Why a prediction ended without a picture: its words decide, since the status is always the same. What an interruption broke
    /// may succeed the next time; what did not fit into the card's memory never will there.
    /// </summary>
    public static ProviderException OfEnded(Prediction prediction, long? costNanos)
    {
        var kind =
            Speaks(prediction.ErrorText, Policy) ? FailureKind.Refused
            : Speaks(prediction.ErrorText, Interrupted) ? FailureKind.Overloaded
            : FailureKind.TaskFailed;
        return new ProviderException(ReplicateProvider.Name, kind, ChargeOf(costNanos), $"Replicate {TextOf(kind)}.")
        {
            Categories = kind == FailureKind.Refused ? CategoriesOf(prediction.ErrorText) : [],
        };
    }

    /// <summary>A prediction whose pictures were deleted before they were fetched.</summary>
    public static ProviderException Removed() =>
        new(
            ReplicateProvider.Name,
            FailureKind.TaskFailed,
            Charge.Charged,
            "Replicate has deleted the pictures, as it does after an hour; they were not fetched in time."
        );

    private static Charge ChargeOf(long? costNanos) =>
        costNanos switch
        {
            null => Charge.Unknown,
            0 => Charge.None,
            _ => Charge.Charged,
        };

    // Nothing but this word tells of what; the codes do not.
    private static IReadOnlyList<string> CategoriesOf(string text) =>
        text.Contains("NSFW", StringComparison.OrdinalIgnoreCase) ? ["sexual"] : [];

    private static TimeSpan? RetryAfterOf(JsonElement? body) =>
        body.Number("retry_after") is >= 0 and var seconds
            ? TimeSpan.FromSeconds(Math.Min((double)seconds, MostRetrySeconds))
            : null;

    // The status came whole, and it decides.
    private static async Task<JsonElement?> ReadBodyAsync(SiteAnswer answer)
    {
        try
        {
            return await answer.ReadJsonAsync(MostErrorBytes);
        }
        catch (ProviderException)
        {
            return null;
        }
    }

    private static bool Speaks(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.BadRequest => "does not take these parameters",
            FailureKind.Unauthorized => "does not let this token in, or not for this",
            FailureKind.OutOfCredits => "has no credit left for this account",
            FailureKind.Refused => "refuses this content",
            FailureKind.ModelGone => "does not have this model or version, or no longer",
            FailureKind.RateLimited => "has too many calls of ours",
            FailureKind.Overloaded => "interrupted the prediction",
            FailureKind.Lost => "gave up waiting for the request",
            FailureKind.TaskFailed => "ended the prediction without a picture",
            FailureKind.Unreadable => "gave an answer that makes no sense",
            _ => "failed",
        };
}
