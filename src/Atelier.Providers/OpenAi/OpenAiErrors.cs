using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.OpenAi;

/// <summary>What OpenAI's error answers mean.</summary>
/// <remarks>
/// The charge is that of a paid POST; a read costs nothing.
/// <list type="table">
/// <listheader><term>status; type or code</term><description>kind, charge</description></listheader>
/// <item><term>400; moderation_blocked, image_generation_user_error, content_policy_violation</term><description>Refused, none</description></item>
/// <item><term>401, 403</term><description>Unauthorized, none</description></item>
/// <item><term>404, or any 4xx with model_not_found</term><description>ModelGone, none</description></item>
/// <item><term>402, or 400 and 429 with a quota, credit, billing or spend code</term><description>OutOfCredits, none</description></item>
/// <item><term>429</term><description>RateLimited, none</description></item>
/// <item><term>408, 409</term><description>ServerError, unknown</description></item>
/// <item><term>other 4xx</term><description>BadRequest, none</description></item>
/// <item><term>503; server_is_overloaded, service_unavailable_error</term><description>Overloaded, none</description></item>
/// <item><term>other 5xx</term><description>ServerError, unknown: pictures were billed behind such answers</description></item>
/// <item><term>301, 307, 308</term><description>Unreadable, none: it was not OpenAI that answered</description></item>
/// <item><term>1xx, other 3xx</term><description>Unreadable, unknown: what was sent may have been done</description></item>
/// </list>
/// </remarks>
internal static class OpenAiErrors
{
    private const int MostBytes = 64 * 1024;

    private static readonly string[] RefusalWords =
    [
        "moderation_blocked",
        "image_generation_user_error",
        "content_policy_violation",
    ];

    private static readonly string[] MoneyWords = ["quota", "credit", "billing", "spend"];
    private static readonly string[] OverloadWords = ["server_is_overloaded", "service_unavailable_error"];

    /// <summary>The failure that an answer tells of.</summary>
    public static async Task<ProviderException> ReadAsync(
        string provider,
        SiteAnswer answer,
        bool paid,
        TimeProvider time
    )
    {
        var error = OpenAiJson.Object(await ReadBodyAsync(answer), "error");
        string[] words = [OpenAiJson.Text(error, "code") ?? "", OpenAiJson.Text(error, "type") ?? ""];
        var (kind, charge) = Meaning(answer.Status, words);
        return new ProviderException(provider, kind, paid ? charge : Charge.None, Sentence(provider, kind, answer))
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = RetryAfter(kind, answer, time),
            Categories = kind == FailureKind.Refused ? OpenAiCategories.Of(error) : [],
        };
    }

    /// <summary>The failure that an event of a stream tells of; the answer had begun as a good one.</summary>
    /// <param name="drew">Whether it showed a picture before, so that even a refusal was paid for.</param>
    public static ProviderException OfStream(string provider, JsonElement error, bool drew)
    {
        string[] words = [OpenAiJson.Text(error, "code") ?? "", OpenAiJson.Text(error, "type") ?? ""];
        var refused = words.Any(RefusalWords.Contains);
        return new ProviderException(
            provider,
            refused ? FailureKind.Refused : FailureKind.ServerError,
            !refused ? Charge.Unknown
                : drew ? Charge.Charged
                : Charge.None,
            refused ? $"{provider} refused the request under its content policy." : $"{provider} broke off a stream."
        )
        {
            Categories = refused ? OpenAiCategories.Of(error) : [],
        };
    }

    private static (FailureKind Kind, Charge Charge) Meaning(int status, string[] words) =>
        status switch
        {
            400 when words.Any(RefusalWords.Contains) => (FailureKind.Refused, Charge.None),
            401 or 403 => (FailureKind.Unauthorized, Charge.None),
            408 or 409 => (FailureKind.ServerError, Charge.Unknown),
            >= 400 and < 500 when words.Contains("model_not_found") => (FailureKind.ModelGone, Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            402 => (FailureKind.OutOfCredits, Charge.None),
            400 or 429 when words.Any(IsAboutMoney) => (FailureKind.OutOfCredits, Charge.None),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            503 when words.Any(OverloadWords.Contains) => (FailureKind.Overloaded, Charge.None),
            >= 500 => (FailureKind.ServerError, Charge.Unknown),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.Unreadable, Charge.None),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };

    private static bool IsAboutMoney(string word) =>
        MoneyWords.Any(part => word.Contains(part, StringComparison.Ordinal));

    // The status says enough where the body breaks off.
    private static async Task<JsonElement?> ReadBodyAsync(SiteAnswer answer)
    {
        try
        {
            return await answer.ReadJsonAsync(MostBytes);
        }
        catch (ProviderException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(FailureKind kind, SiteAnswer answer, TimeProvider time) =>
        kind switch
        {
            FailureKind.RateLimited => answer.RetryAfter(time) ?? OpenAiLimits.Reset(answer.Header),
            FailureKind.Overloaded or FailureKind.ServerError => answer.RetryAfter(time),
            _ => null,
        };

    internal static string Sentence(string provider, FailureKind kind, SiteAnswer answer) =>
        kind switch
        {
            FailureKind.Refused => $"{provider} refused the request under its content policy.",
            FailureKind.Unauthorized => $"{provider} does not accept the key for this.",
            FailureKind.ModelGone => $"{provider} does not have this model.",
            FailureKind.OutOfCredits => $"The account at {provider} has no money left.",
            FailureKind.RateLimited => $"{provider} takes no more calls for now.",
            FailureKind.Overloaded => $"{provider} is overloaded.",
            FailureKind.BadRequest => $"{provider} does not take this request (status {answer.Status}).",
            _ => $"{provider} failed with status {answer.Status}.",
        };
}
