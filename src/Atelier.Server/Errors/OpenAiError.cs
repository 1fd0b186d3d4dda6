using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Server.Wire;

namespace Atelier.Server.Errors;

/// <summary>Errors as OpenAI's clients read them: an object with message, type, param and code.</summary>
internal static class OpenAiError
{
    /// <summary>
    /// Official clients answer 408, 409, 429 and 5xx with a new POST, which would be paid for again. So whatever ended a
    /// generation that was accepted is 422 here, and so is a failure of ours after that. A quote that does not hold will not hold the next time.
    /// </summary>
    public static int StatusOf(ErrorCode code, bool accepted)
    {
        // A wrong field to us, a missing resource to OpenAI.
        var status = code == ErrorCode.ModelNotFound ? 404 : ErrorFacts.Of(code).Status;
        return
            code
                is ErrorCode.GenerationFailed
                    or ErrorCode.WatermarkFailed
                    or ErrorCode.Canceled
                    or ErrorCode.QuoteUsed
                    or ErrorCode.PriceChanged
            || (accepted && status >= 500)
            ? 422
            : status;
    }

    public static Task WriteAsync(HttpContext context, AtelierException error, ErrorFacts facts)
    {
        if (context.Response.StatusCode == 422)
        {
            context.Response.Headers["x-should-retry"] = "false";
        }

        var inner = new Dictionary<string, object?>
        {
            ["message"] = error.Message,
            ["type"] =
                context.Features.Get<AcceptedGeneration>() is { Ended: true } && facts.Status >= 500
                    ? "image_generation_error"
                    : TypeOf(error.Code),
            ["param"] = error.Fields.Count > 0 ? error.Fields[0].Field : null,
            ["code"] = facts.Wire,
            ["errors"] =
                error.Fields.Count > 1
                    ? error.Fields.Select(field => new
                    {
                        param = field.Field,
                        code = ErrorFacts.Of(field.Code).Wire,
                        message = field.Message,
                    })
                    : null,
            ["request_id"] = ErrorAnswer.RequestId(context),
        };
        if (error.Details?.GetValueOrDefault("content_policy") is { } violation)
        {
            inner["content_policy"] = violation;
        }

        var body = new { error = inner };
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, body, WireJson.WithNulls, context.RequestAborted);
    }

    private static string TypeOf(ErrorCode code) =>
        code switch
        {
            ErrorCode.InsufficientCredits => "insufficient_quota",
            ErrorCode.Unauthorized => "authentication_error",
            ErrorCode.Forbidden => "permission_error",
            ErrorCode.GenerationFailed or ErrorCode.WatermarkFailed => "image_generation_error",
            _ => ErrorFacts.Of(code).Status >= 500 ? "server_error" : "invalid_request_error",
        };
}
