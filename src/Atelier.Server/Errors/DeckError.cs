using System.Globalization;
using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Engine.Policy;
using Atelier.Server.Wire;

namespace Atelier.Server.Errors;

/// <summary>Errors of the presentation doors (requirements C-11 to C-16): <c>{success: false, error: {code, message, retryable, …}}</c>.</summary>
internal static class DeckError
{
    /// <summary>What a failed generation's error holds beside the text: the provider, what was tried.</summary>
    public const string Provider = "provider";

    public const string Tried = "tried";

    private const string Invalid = "INVALID_REQUEST";
    private const string Quota = "QUOTA_EXCEEDED";
    private const string Unavailable = "SERVICE_UNAVAILABLE";
    private const string Failed = "GENERATION_FAILED";

    private static readonly Dictionary<ErrorCode, (string Code, int Status)> Own = new()
    {
        [ErrorCode.InvalidPrompt] = ("INVALID_PROMPT", 400),
        [ErrorCode.InvalidDimensions] = ("INVALID_DIMENSIONS", 400),
        [ErrorCode.Unauthorized] = ("UNAUTHORIZED", 401),
        [ErrorCode.Forbidden] = ("UNAUTHORIZED", 403),
        [ErrorCode.InsufficientCredits] = (Quota, 402),
        [ErrorCode.BudgetExceeded] = (Quota, 402),
        [ErrorCode.QuotaExceeded] = (Quota, 429),
        [ErrorCode.RateLimited] = ("RATE_LIMITED", 429),
        [ErrorCode.NotFound] = ("NOT_FOUND", 404),
        [ErrorCode.Gone] = ("NOT_FOUND", 410),
        [ErrorCode.ContentPolicy] = ("CONTENT_POLICY", 422),
        [ErrorCode.IdempotencyConflict] = ("IDEMPOTENCY_CONFLICT", 422),
        [ErrorCode.Canceled] = ("CANCELED", 409),
        [ErrorCode.ProviderUnavailable] = ("PROVIDER_UNAVAILABLE", 503),
        [ErrorCode.ServiceUnavailable] = (Unavailable, 503),
        [ErrorCode.Busy] = (Unavailable, 503),
        [ErrorCode.Internal] = (Unavailable, 500),
        // It may be paid for already: no status that machines answer by sending it again.
        [ErrorCode.OutcomeUnknown] = (Failed, 422),
        [ErrorCode.GenerationFailed] = (Failed, 502),
        [ErrorCode.WatermarkFailed] = (Failed, 502),
    };

    /// <summary>The code on the wire; what has none of its own is INVALID_REQUEST.</summary>
    public static string CodeOf(ErrorCode code) => Own.TryGetValue(code, out var own) ? own.Code : Invalid;

    public static int StatusOf(ErrorCode code) =>
        Own.TryGetValue(code, out var own) ? own.Status : ErrorFacts.Of(code).Status;

    /// <summary>The code of an error about fields is theirs, where they agree.</summary>
    public static ErrorCode CodeOf(AtelierException error) =>
        error.Fields.Select(field => field.Code).Distinct().ToList() is [var only] ? only : error.Code;

    public static Task WriteAsync(HttpContext context, AtelierException error, AcceptedGeneration? accepted)
    {
        var response = context.Response;
        if (response.StatusCode >= 500)
        {
            // The operator's log has more under it.
            response.Headers["X-Request-Id"] = ErrorAnswer.RequestId(context);
        }

        if (RetryAfter(error, accepted) is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            response.Headers.Remove("Retry-After");
        }

        if (!Retryable(error, accepted))
        {
            // Libraries that know it send a failed request again by themselves, and it would be paid again.
            response.Headers["x-should-retry"] = "false";
        }

        var body = new { success = false, error = Describe(error, accepted) };
        response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(response.Body, body, CamelJson.Options, context.RequestAborted);
    }

    /// <summary>The error itself, for answers that hold more than it.</summary>
    public static Dictionary<string, object?> Describe(AtelierException error, AcceptedGeneration? accepted)
    {
        var code = CodeOf(error);
        var violation = error.Details?.GetValueOrDefault("content_policy") as PolicyViolation;
        var inner = new Dictionary<string, object?>
        {
            ["code"] = CodeOf(code),
            ["message"] = Message(code, error, violation),
            ["retryable"] = Retryable(error, accepted),
        };
        if (code == ErrorCode.ContentPolicy)
        {
            inner["contentPolicyViolation"] = true;
        }

        if (RetryAfter(error, accepted) is { } seconds)
        {
            inner["retryAfter"] = seconds;
        }

        var details = Details(code, error, violation, accepted);
        if (details.Count > 0)
        {
            inner["details"] = details;
        }

        return inner;
    }

    private static string Message(ErrorCode code, AtelierException error, PolicyViolation? violation) =>
        code switch
        {
            ErrorCode.ContentPolicy => violation?.Message ?? error.Message,
            ErrorCode.QuotaExceeded or ErrorCode.InsufficientCredits or ErrorCode.BudgetExceeded =>
                "Image generation quota exceeded",
            ErrorCode.ProviderUnavailable => "Image generation provider temporarily unavailable",
            _ => error.Message,
        };

    // A generation that ended invites to another one only where nobody was paid; before its end none does.
    private static bool Retryable(AtelierException error, AcceptedGeneration? accepted) =>
        CodeOf(error) switch
        {
            ErrorCode.ProviderUnavailable => error.RetryAfterSeconds is not null && accepted is null or { Ended: true },
            ErrorCode.ServiceUnavailable when accepted is { Ended: true } => error.RetryAfterSeconds is not null,
            var code => accepted is null && ErrorFacts.Of(code).Retryable,
        };

    private static int? RetryAfter(AtelierException error, AcceptedGeneration? accepted) =>
        accepted is null or { Ended: true } ? error.RetryAfterSeconds : null;

    private static Dictionary<string, object?> Details(
        ErrorCode code,
        AtelierException error,
        PolicyViolation? violation,
        AcceptedGeneration? accepted
    )
    {
        var details = new Dictionary<string, object?>();
        Add(Provider, error.Details?.GetValueOrDefault(Provider));
        var (reason, suggestion) = Why(code, error);
        Add("reason", reason);
        Add("suggestion", suggestion);
        Add("contentPolicy", violation);
        Add(Tried, error.Details?.GetValueOrDefault(Tried));
        Add("generationId", accepted?.Id);
        if (error.Fields.Count > 0)
        {
            details["fields"] = error.Fields.Select(field => new
            {
                field.Field,
                Code = CodeOf(field.Code),
                field.Message,
                field.Allowed,
            });
        }

        return details;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                details[name] = value;
            }
        }
    }

    private static (string? Reason, string? Suggestion) Why(ErrorCode code, AtelierException error) =>
        code switch
        {
            ErrorCode.QuotaExceeded => (
                $"Daily limit of {error.Details?.GetValueOrDefault("limit")} images reached",
                "Quota resets at midnight UTC"
            ),
            ErrorCode.InsufficientCredits => ("credits", error.Message),
            ErrorCode.BudgetExceeded => ("budget", error.Message),
            ErrorCode.RateLimited => (error.Message, "Wait as long as retryAfter says"),
            ErrorCode.ProviderUnavailable => (error.Message, Elsewhere(error)),
            ErrorCode.ServiceUnavailable => (error.Message, error.RetryAfterSeconds is null ? null : "Try again later"),
            _ => (null, null),
        };

    private static string Elsewhere(AtelierException error) =>
        error.RetryAfterSeconds is null
            ? "Leave options.provider out to take what is available"
            : "Try again later, or another provider";
}
