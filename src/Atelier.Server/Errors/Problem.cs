using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Server.Wire;

namespace Atelier.Server.Errors;

/// <summary>ProblemDetails (RFC 9457) with our code, the wrong fields and the id that the log has.</summary>
internal static class Problem
{
    public static Task WriteAsync(HttpContext context, AtelierException error, ErrorFacts facts)
    {
        var body = new Dictionary<string, object?>
        {
            ["type"] = $"/docs/errors#{facts.Wire}",
            ["title"] = facts.Title,
            ["status"] = facts.Status,
            ["detail"] = error.Message,
            ["code"] = facts.Wire,
            ["retryable"] = facts.Retryable,
            ["request_id"] = ErrorAnswer.RequestId(context),
        };
        if (error.Fields.Count > 0)
        {
            body["errors"] = error.Fields.Select(field => new
            {
                field = field.Field,
                code = ErrorFacts.Of(field.Code).Wire,
                message = field.Message,
                allowed = field.Allowed,
            });
        }

        foreach (var (name, value) in error.Details ?? new Dictionary<string, object>())
        {
            body[name] = value;
        }

        context.Response.ContentType = "application/problem+json";
        return JsonSerializer.SerializeAsync(context.Response.Body, body, WireJson.Options, context.RequestAborted);
    }
}
