using System.Globalization;
using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Server.Wire;

namespace Atelier.Server.Errors;

/// <summary>Errors of the photo doors (requirement B-69): <c>{success: false, error: {message, code}}</c>, and a few facts beside it.</summary>
internal static class PhotoError
{
    /// <summary>The code where nobody said what went wrong.</summary>
    public const string UnknownCode = "UNKNOWN_ERROR";

    /// <summary>The text that goes with it.</summary>
    public const string UnknownText = "Unknown error occurred";

    private const string NoProvider = "NO_PROVIDER";
    private const int RetrySeconds = 60;

    private static readonly PathString[] Doors =
    [
        "/api/upload",
        "/api/generate",
        "/api/status",
        "/api/files",
        "/api/usage",
        "/api/cleanup",
        "/api/health",
        "/api/sessions",
    ];

    // Where the code is not that of other doors in capitals; a text that is set stands in place of ours.
    private static readonly Dictionary<ErrorCode, (string Code, string Text)> Own = new()
    {
        [ErrorCode.MethodNotAllowed] = ("METHOD_NOT_ALLOWED", "Method not allowed"),
        [ErrorCode.QuotaExceeded] = ("DAILY_LIMIT_EXCEEDED", "Daily generation limit exceeded"),
        [ErrorCode.ProviderUnavailable] = (NoProvider, "AI services temporarily unavailable"),
        [ErrorCode.BudgetExceeded] = (NoProvider, "AI services temporarily unavailable"),
        [ErrorCode.Internal] = ("INTERNAL_ERROR", "Internal server error"),
    };

    /// <summary>Whether a path belongs to the photo doors.</summary>
    public static bool IsDoor(PathString path) =>
        Array.Exists(Doors, door => path.StartsWithSegments(door, StringComparison.OrdinalIgnoreCase));

    /// <summary>The code on the wire, such as <c>NO_FILE</c>.</summary>
    public static string CodeOf(ErrorCode code) =>
        Own.TryGetValue(code, out var own) ? own.Code : ErrorFacts.Of(code).Wire.ToUpperInvariant();

    /// <summary>The code of an error that a row holds by its wire name; <see cref="UnknownCode"/> where it holds none.</summary>
    public static string CodeOf(string? wire) =>
        wire is not null && ErrorFacts.Find(wire) is { } code ? CodeOf(code) : UnknownCode;

    /// <summary>Requirement B-59: to these doors a budget without room is a provider that cannot be asked.</summary>
    public static int StatusOf(ErrorCode code) => code == ErrorCode.BudgetExceeded ? 503 : ErrorFacts.Of(code).Status;

    public static Task WriteAsync(HttpContext context, AtelierException error, AcceptedGeneration? accepted)
    {
        var response = context.Response;
        var requestId = ErrorAnswer.RequestId(context);
        if (response.StatusCode >= 500)
        {
            // The operator's log has more under it; the body says nothing of ourselves.
            response.Headers["X-Request-Id"] = requestId;
        }

        if (CodeOf(error.Code) == NoProvider && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        }

        var inner = new Dictionary<string, object?>
        {
            ["message"] = Own.TryGetValue(error.Code, out var own) ? own.Text + accepted?.Text : error.Message,
            ["code"] = CodeOf(error.Code),
        };
        if (context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            inner["details"] = Details(error, requestId);
        }

        var body = new Dictionary<string, object?> { ["success"] = false, ["error"] = inner };
        Copy(error, "limit", body, "limit");
        Copy(error, "task_id", body, "taskId");
        Copy(error, "content_policy", body, "contentPolicy");
        response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(response.Body, body, CamelJson.Options, context.RequestAborted);
    }

    // Our own words and facts; what an exception says stays in the log.
    private static Dictionary<string, object?> Details(AtelierException error, string requestId) =>
        new()
        {
            ["requestId"] = requestId,
            ["reason"] = error.Message,
            ["fields"] = error.Fields.Select(field => new
            {
                field.Field,
                Code = CodeOf(field.Code),
                field.Message,
                field.Allowed,
            }),
            ["facts"] = error.Details,
        };

    private static void Copy(AtelierException error, string fact, Dictionary<string, object?> body, string name)
    {
        if (error.Details?.GetValueOrDefault(fact) is { } value)
        {
            body[name] = value;
        }
    }
}
