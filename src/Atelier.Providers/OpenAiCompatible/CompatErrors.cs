using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>
/// What the errors of such servers mean, whether the body is <c>{"error": {…}}</c>, <c>{"error": "text"}</c>,
/// <c>{"detail": …}</c> or <c>{"message": "text"}</c>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>status; words in code, type or text</term><description>kind, charge of a paid POST</description></listheader>
/// <item><term>400, 403, 422, 451; moderation, content policy, content filter, nsfw</term><description>Refused, none</description></item>
/// <item><term>401, 403</term><description>Unauthorized, none</description></item>
/// <item><term>402, or 400 and 429 with quota, credit, billing or balance</term><description>OutOfCredits, none</description></item>
/// <item><term>404, or any 4xx with model_not_found</term><description>ModelGone, none</description></item>
/// <item><term>429</term><description>RateLimited, none</description></item>
/// <item><term>408, 409</term><description>ServerError, unknown</description></item>
/// <item><term>other 4xx</term><description>BadRequest, none</description></item>
/// <item><term>503</term><description>Overloaded; none where it is free or asks for a pause, else unknown</description></item>
/// <item><term>other 5xx</term><description>ServerError, unknown: some bill behind such answers</description></item>
/// <item><term>301, 307, 308</term><description>Unreadable, none: it was not the server that answered</description></item>
/// <item><term>1xx, other 3xx</term><description>Unreadable, unknown: what was sent may have been done</description></item>
/// </list>
/// At a server that is free no charge is ever open.
/// </remarks>
internal static class CompatErrors
{
    private const int MostBytes = 64 * 1024;

    private static readonly string[] RefusalWords =
    [
        "moderation",
        "content policy",
        "content_policy",
        "contentpolicy",
        "content filter",
        "content_filter",
        "contentfilter",
        "safety system",
        "nsfw",
    ];

    private static readonly string[] MoneyWords = ["quota", "credit", "billing", "balance"];
    private static readonly string[] GoneWords = ["model_not_found", "model not found"];

    /// <summary>The failure that an answer tells of.</summary>
    /// <param name="mayCost">Whether the call may have cost something: a paid POST to a server that is not free.</param>
    public static async Task<ProviderException> ReadAsync(
        string provider,
        SiteAnswer answer,
        bool mayCost,
        TimeProvider time
    )
    {
        var words = WordsOf(await ReadBodyAsync(answer)).ToLowerInvariant();
        var (kind, charge) = Meaning(answer, words, time);
        return new ProviderException(
            provider,
            kind,
            mayCost ? charge : Charge.None,
            OpenAiErrors.Sentence(provider, kind, answer)
        )
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = kind is FailureKind.RateLimited or FailureKind.Overloaded or FailureKind.ServerError
                ? answer.RetryAfter(time)
                : null,
        };
    }

    private static (FailureKind Kind, Charge Charge) Meaning(SiteAnswer answer, string words, TimeProvider time) =>
        answer.Status switch
        {
            400 or 403 or 422 or 451 when Any(RefusalWords, words) => (FailureKind.Refused, Charge.None),
            401 or 403 => (FailureKind.Unauthorized, Charge.None),
            408 or 409 => (FailureKind.ServerError, Charge.Unknown),
            402 => (FailureKind.OutOfCredits, Charge.None),
            400 or 429 when Any(MoneyWords, words) => (FailureKind.OutOfCredits, Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            >= 400 and < 500 when Any(GoneWords, words) => (FailureKind.ModelGone, Charge.None),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            503 => (FailureKind.Overloaded, answer.RetryAfter(time) is null ? Charge.Unknown : Charge.None),
            >= 500 => (FailureKind.ServerError, Charge.Unknown),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.Unreadable, Charge.None),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };

    private static bool Any(string[] parts, string words) =>
        parts.Any(part => words.Contains(part, StringComparison.Ordinal));

    // Only looked at, never told.
    private static string WordsOf(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } error)
        {
            return "";
        }

        var inner = OpenAiJson.Object(error, "error");
        string?[] texts =
        [
            OpenAiJson.Text(inner, "code"),
            OpenAiJson.Text(inner, "type"),
            OpenAiJson.Text(inner, "message"),
            OpenAiJson.Text(OpenAiJson.Object(inner, "inner_error") ?? OpenAiJson.Object(inner, "innererror"), "code"),
            OpenAiJson.Text(error, "error"),
            OpenAiJson.Text(error, "detail"),
            OpenAiJson.Text(OpenAiJson.Object(error, "detail"), "message"),
            OpenAiJson.Text(error, "message"),
            .. OpenAiJson.Items(error, "detail").Select(item => OpenAiJson.Text(item, "msg")),
        ];
        return string.Join('\n', texts.OfType<string>());
    }

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
}
