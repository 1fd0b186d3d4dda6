using System.Globalization;
using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Gemini;

/// <summary>What Gemini's error answers mean. Refusals are none of them: they come with status 200.</summary>
/// <remarks>
/// The charge is that of a paid POST; a read costs nothing.
/// <list type="table">
/// <listheader><term>status; what it says</term><description>kind, charge</description></listheader>
/// <item><term>400; API_KEY_INVALID</term><description>Unauthorized, none</description></item>
/// <item><term>400; FAILED_PRECONDITION (no billing)</term><description>OutOfCredits, none</description></item>
/// <item><term>401, 403</term><description>Unauthorized, none</description></item>
/// <item><term>402, or 429 of a quota a day</term><description>OutOfCredits, none</description></item>
/// <item><term>404</term><description>ModelGone, none</description></item>
/// <item><term>408</term><description>Lost, unknown</description></item>
/// <item><term>429</term><description>RateLimited with RetryInfo or Retry-After, none</description></item>
/// <item><term>other 4xx</term><description>BadRequest, none</description></item>
/// <item><term>503; UNAVAILABLE</term><description>Overloaded, none</description></item>
/// <item><term>other 5xx</term><description>ServerError, unknown</description></item>
/// <item><term>301, 307, 308</term><description>Unreadable, none: it was not Gemini that answered</description></item>
/// <item><term>1xx, other 3xx</term><description>Unreadable, unknown: what was sent may have been done</description></item>
/// </list>
/// </remarks>
internal static class GeminiErrors
{
    private const int MostBytes = 64 * 1024;

    // As much as any other provider may ask for.
    private const double MostSeconds = 86_400;

    /// <summary>The failure that an answer tells of.</summary>
    public static async Task<ProviderException> ReadAsync(SiteAnswer answer, bool paid, TimeProvider time)
    {
        var error = OpenAiJson.Object(await ReadBodyAsync(answer), "error");
        var details = OpenAiJson.Items(error, "details").ToList();
        var (kind, charge) = Meaning(answer.Status, OpenAiJson.Text(error, "status"), details);
        return new ProviderException(
            GeminiProvider.Name,
            kind,
            paid ? charge : Charge.None,
            $"gemini {TextOf(kind)} ({answer.Status})."
        )
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = RetryAfter(kind, answer, details, time),
        };
    }

    /// <summary>An answer with success that is no JSON.</summary>
    public static ProviderException NoJson(SiteAnswer answer) =>
        new(GeminiProvider.Name, FailureKind.Unreadable, Charge.None, "gemini answered with something that is no JSON.")
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
        };

    private static (FailureKind Kind, Charge Charge) Meaning(int status, string? word, List<JsonElement> details) =>
        status switch
        {
            400 when details.Any(detail => OpenAiJson.Text(detail, "reason") == "API_KEY_INVALID") => (
                FailureKind.Unauthorized,
                Charge.None
            ),
            400 when word == "FAILED_PRECONDITION" => (FailureKind.OutOfCredits, Charge.None),
            401 or 403 => (FailureKind.Unauthorized, Charge.None),
            402 => (FailureKind.OutOfCredits, Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            408 => (FailureKind.Lost, Charge.Unknown),
            // It is over for today, which no pause of ours outlasts.
            429 when details.Any(IsOfTheDay) => (FailureKind.OutOfCredits, Charge.None),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            503 when word == "UNAVAILABLE" => (FailureKind.Overloaded, Charge.None),
            >= 500 => (FailureKind.ServerError, Charge.Unknown),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.Unreadable, Charge.None),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };

    private static bool IsOfTheDay(JsonElement detail) =>
        OpenAiJson
            .Items(detail, "violations")
            .Any(violation =>
                OpenAiJson.Text(violation, "quotaId")?.Contains("PerDay", StringComparison.Ordinal) == true
            );

    private static TimeSpan? RetryAfter(
        FailureKind kind,
        SiteAnswer answer,
        List<JsonElement> details,
        TimeProvider time
    ) =>
        kind is FailureKind.RateLimited or FailureKind.Overloaded or FailureKind.ServerError
            ? answer.RetryAfter(time) ?? details.Select(DelayOf).FirstOrDefault(delay => delay is not null)
            : null;

    // Such as 34s or 0.5s.
    private static TimeSpan? DelayOf(JsonElement detail) =>
        OpenAiJson.Text(detail, "retryDelay") is { } text
        && text.EndsWith('s')
        && double.TryParse(
            text.AsSpan(0, text.Length - 1),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var seconds
        )
        && double.IsFinite(seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds))
            : null;

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

    private static string TextOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.BadRequest => "does not take this request",
            FailureKind.Unauthorized => "does not let this key in, or not for this",
            FailureKind.OutOfCredits => "has no money or quota left for this key",
            FailureKind.ModelGone => "does not have this model, or no longer",
            FailureKind.RateLimited => "takes no more calls for now",
            FailureKind.Overloaded => "is overloaded",
            _ => "failed",
        };
}
