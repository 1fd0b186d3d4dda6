using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Stability;

/// <summary>What Stability's error answers mean, of both its APIs.</summary>
/// <remarks>
/// The charge is that of a paid POST; a read costs nothing.
/// <list type="table">
/// <listheader><term>status; name</term><description>kind, charge</description></listheader>
/// <item><term>403 content_moderation, 400 invalid_prompts</term><description>Refused, none: it is refused before any work</description></item>
/// <item><term>401, other 403</term><description>Unauthorized, none</description></item>
/// <item><term>402</term><description>OutOfCredits, none</description></item>
/// <item><term>404</term><description>ModelGone, none. Of a task: it vanished</description></item>
/// <item><term>429</term><description>RateLimited, none; 60 s where no Retry-After says otherwise</description></item>
/// <item><term>408, 409</term><description>ServerError, unknown</description></item>
/// <item><term>422 invalid_language</term><description>TaskFailed, none: another provider may know the language</description></item>
/// <item><term>400, 413, other 422, other 4xx</term><description>BadRequest, none</description></item>
/// <item><term>5xx</term><description>ServerError, unknown: a gateway may have given up on a picture that was made</description></item>
/// <item><term>301, 307, 308</term><description>Unreadable, none: it was not Stability that answered</description></item>
/// <item><term>1xx, other 3xx</term><description>Unreadable, unknown: what was sent may have been done</description></item>
/// </list>
/// A picture that was made and then filtered comes with status 200, and was charged: see <see cref="StabilityAnswer"/>.
/// </remarks>
internal static class StabilityErrors
{
    private const int MostBytes = 64 * 1024;

    // More than 150 calls in 10 s shut the key out for so long.
    private static readonly TimeSpan Penalty = TimeSpan.FromSeconds(60);

    private static readonly string[] RefusalNames = ["content_moderation", "invalid_prompts"];
    private static readonly string[] RefusalWords = ["moderat", "flagged"];

    /// <summary>The failure that an answer tells of.</summary>
    public static async Task<ProviderException> ReadAsync(SiteAnswer answer, bool paid, TimeProvider time)
    {
        var (kind, charge) = Meaning(answer.Status, await ReadBodyAsync(answer));
        return new ProviderException(
            StabilityProvider.Name,
            kind,
            paid ? charge : Charge.None,
            Sentence(kind, answer.Status)
        )
        {
            Status = answer.Status,
            RequestId = answer.RequestId,
            RetryAfter = kind switch
            {
                FailureKind.RateLimited => answer.RetryAfter(time) ?? Penalty,
                FailureKind.ServerError => answer.RetryAfter(time),
                _ => null,
            },
        };
    }

    private static (FailureKind Kind, Charge Charge) Meaning(int status, JsonElement? body) =>
        status switch
        {
            400 or 403 when IsRefusal(body) => (FailureKind.Refused, Charge.None),
            401 or 403 => (FailureKind.Unauthorized, Charge.None),
            402 => (FailureKind.OutOfCredits, Charge.None),
            404 => (FailureKind.ModelGone, Charge.None),
            408 or 409 => (FailureKind.ServerError, Charge.Unknown),
            422 when StabilityJson.Text(body, "name") == "invalid_language" => (FailureKind.TaskFailed, Charge.None),
            429 => (FailureKind.RateLimited, Charge.None),
            >= 400 and < 500 => (FailureKind.BadRequest, Charge.None),
            >= 500 => (FailureKind.ServerError, Charge.Unknown),
            var code when FailureMap.IsElsewhere(code) => (FailureKind.Unreadable, Charge.None),
            _ => (FailureKind.Unreadable, Charge.Unknown),
        };

    // A 403 may also be about permissions; where it has no name, its words decide.
    private static bool IsRefusal(JsonElement? body) =>
        StabilityJson.Text(body, "name") is { } name
            ? RefusalNames.Contains(name)
            : Words(body)
                .Any(text => RefusalWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)));

    // The second API tells a list of errors, the first a message.
    private static IEnumerable<string> Words(JsonElement? body)
    {
        if (StabilityJson.Member(body, "errors") is { ValueKind: JsonValueKind.Array } errors)
        {
            foreach (var error in errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.String))
            {
                yield return error.GetString()!;
            }
        }

        if (StabilityJson.Text(body, "message") is { } message)
        {
            yield return message;
        }
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

    private static string Sentence(FailureKind kind, int status) =>
        kind switch
        {
            FailureKind.Refused => "Stability refused the request under its content policy.",
            FailureKind.Unauthorized => "Stability does not accept the key for this.",
            FailureKind.ModelGone => "Stability does not have this, or no longer.",
            FailureKind.OutOfCredits => "The account at Stability has no credits left.",
            FailureKind.RateLimited => "Stability takes no more calls for now.",
            FailureKind.TaskFailed => "Stability takes words in English only.",
            FailureKind.BadRequest => $"Stability does not take this request (status {status}).",
            _ => $"Stability failed with status {status}.",
        };
}
