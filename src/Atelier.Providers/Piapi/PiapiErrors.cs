using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Jobs;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Piapi.Tasks;

namespace Atelier.Providers.Piapi;

/// <summary>
/// What PiAPI's statuses mean, be they of HTTP or within an answer. A read is never charged; the last column is for a paid POST.
/// <list type="table">
/// <item><term>words about money with 400, 402, 403 or 429</term><description>OutOfCredits; not charged</description></item>
/// <item><term>words about content with 400, 403 or 422</term><description>Refused; not charged</description></item>
/// <item><term>404, and 400 whose words say that there is no such model or task</term><description>ModelGone: another provider may still do it; not charged. Of a task: it vanished</description></item>
/// <item><term>400, 413, 422, other 4xx</term><description>BadRequest; not charged</description></item>
/// <item><term>401, 403</term><description>Unauthorized: the key is wrong, or its plan does not have this; not charged</description></item>
/// <item><term>408</term><description>Lost; unknown</description></item>
/// <item><term>429</term><description>RateLimited, with its Retry-After; not charged</description></item>
/// <item><term>301, 307, 308</term><description>ServerError: the address is wrong, and no redirect is followed; not charged</description></item>
/// <item><term>5xx, other 3xx</term><description>ServerError; unknown: the work may have begun before the error</description></item>
/// <item><term>2xx that makes no sense</term><description>Unreadable; unknown</description></item>
/// </list>
/// </summary>
internal static class PiapiErrors
{
    private const int MostErrorBytes = 64 * 1024;

    private static readonly string[] Money = ["credit", "funds", "balance", "quota", "billing"];
    private static readonly string[] Missing =
    [
        "not found",
        "not exist",
        "not support",
        "unsupported",
        "unknown",
        "invalid",
    ];
    private static readonly string[] Kinds = ["model", "task_type", "task type"];

    private static readonly string[] Policy =
    [
        "content policy",
        "inappropriate",
        "moderat",
        "nsfw",
        "prohibited",
        "safety",
        "sensitive",
        "violat",
    ];

    /// <summary>What an answer without success means.</summary>
    /// <param name="paid">Whether it answers a paid POST.</param>
    public static async Task<ProviderException> OfAsync(SiteAnswer answer, bool paid, TimeProvider time)
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

        return Of(answer.Status, body, paid, answer.RetryAfter(time), answer.RequestId);
    }

    /// <summary>What an answer means that tells of a failure under a status of success.</summary>
    public static ProviderException OfBody(JsonElement body, bool paid) =>
        Of(
            ((JsonElement?)body).Number("code") is >= 300 and < 600 and var code ? (int)code : 0,
            body,
            paid,
            null,
            null
        );

    /// <summary>An answer with success that is not what the wire promises.</summary>
    public static ProviderException Unreadable(int status, bool paid) =>
        Unreadable(status, paid ? Charge.Unknown : Charge.None);

    /// <summary>The same, where more is known of the charge.</summary>
    public static ProviderException Unreadable(int status, Charge charge) =>
        new(PiapiProvider.Name, FailureKind.Unreadable, charge, $"PiAPI {TextOf(FailureKind.Unreadable)} ({status}).")
        {
            Status = status,
        };

    /// <summary>Why a task ended without a picture.</summary>
    public static ProviderException OfFailed(PiapiJob job)
    {
        var kind =
            Speaks(job.ErrorText, Policy) ? FailureKind.Refused
            : Speaks(job.ErrorText, Money) ? FailureKind.OutOfCredits
            : FailureKind.TaskFailed;
        var charge = job.Cost switch
        {
            null => Charge.Unknown,
            0 => Charge.None,
            _ => Charge.Charged,
        };
        return new ProviderException(PiapiProvider.Name, kind, charge, $"PiAPI {TextOf(kind)}.");
    }

    /// <summary>A task that was done, and whose pictures are not there or cannot be had. Unless PiAPI says otherwise it was paid for.</summary>
    public static ProviderException OfNothing(PiapiJob job) =>
        new(
            PiapiProvider.Name,
            FailureKind.TaskFailed,
            job.IsFree ? Charge.None : Charge.Charged,
            $"PiAPI {TextOf(FailureKind.TaskFailed)}."
        );

    private static ProviderException Of(
        int status,
        JsonElement? body,
        bool paid,
        TimeSpan? retryAfter,
        string? requestId
    )
    {
        var error = body.Member("error");
        var text = string.Join(
            ' ',
            body.Text("message"),
            body.Text("raw_message"),
            error.Text("message"),
            error.Text("raw_message"),
            error.Text("code"),
            error.Text("type")
        );
        var (kind, charge) = Meaning(status, text);
        return new ProviderException(
            PiapiProvider.Name,
            kind,
            paid ? charge : Charge.None,
            $"PiAPI {TextOf(kind)} ({status})."
        )
        {
            Status = status,
            RetryAfter = kind is FailureKind.RateLimited or FailureKind.ServerError ? retryAfter : null,
            RequestId = requestId,
            Categories = kind == FailureKind.Refused ? OpenAiCategories.Of(OpenAiJson.Object(body, "error")) : [],
        };
    }

    private static (FailureKind Kind, Charge Charge) Meaning(int status, string text) =>
        status switch
        {
            402 => (FailureKind.OutOfCredits, Charge.None),
            400 or 403 or 429 when Speaks(text, Money) && !Speaks(text, Policy) => (
                FailureKind.OutOfCredits,
                Charge.None
            ),
            400 or 403 or 422 when Speaks(text, Policy) => (FailureKind.Refused, Charge.None),
            400 when Speaks(text, Kinds) && Speaks(text, Missing) => (FailureKind.ModelGone, Charge.None),
            401 or 403 => (FailureKind.Unauthorized, Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            408 => (FailureKind.Lost, Charge.Unknown),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.ServerError, Charge.None),
            >= 300 => (FailureKind.ServerError, Charge.Unknown),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };

    private static bool Speaks(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string TextOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.BadRequest => "does not take these parameters",
            FailureKind.Unauthorized => "does not let this key in, or its plan does not have this",
            FailureKind.OutOfCredits => "has no credits left for this account",
            FailureKind.Refused => "refuses this content",
            FailureKind.ModelGone => "does not have this, or no longer",
            FailureKind.RateLimited => "has too many calls of ours",
            FailureKind.Lost => "gave up waiting for the request",
            FailureKind.TaskFailed => "ended the task without a picture",
            FailureKind.Unreadable => "gave an answer that makes no sense",
            _ => "failed",
        };
}
