using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.OpenAi;

/// <summary>Errors in OpenAI's shape.</summary>
internal static class OpenAiErrors
{
    private const string InvalidRequest = "invalid_request_error";

    public static Reply Invalid(Problem problem) =>
        problem.Code == Problem.ModelNotFound
            ? Error(404, InvalidRequest, problem.Code, problem.Message)
            : Error(
                400,
                InvalidRequest,
                problem.Code,
                problem.Message,
                problem.Field.Length == 0 ? null : problem.Field
            );

    public static Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(401, InvalidRequest, "invalid_api_key", "Incorrect API key provided."),
            WireFailure.OutOfCredits => Error(
                429,
                "insufficient_quota",
                "insufficient_quota",
                "You exceeded your current quota, please check your plan and billing details."
            ),
            WireFailure.TooManyRequests => Error(429, "rate_limit_error", "rate_limit_exceeded", message),
            WireFailure.Refused => Blocked("req_fault", [message]),
            WireFailure.NotFound => Error(404, InvalidRequest, "unknown_url", message),
            WireFailure.TooLarge => Error(413, InvalidRequest, "request_too_large", message),
            _ when status == 503 => Error(503, "service_unavailable_error", "server_is_overloaded", message),
            _ => Error(status, "server_error", null, message),
        };

    public static Reply Blocked(string requestId, IReadOnlyList<string> categories) =>
        Reply.Json(
            400,
            new
            {
                error = new
                {
                    message = $"Your request was rejected by the safety system. The request id is {requestId}. "
                        + $"safety_violations=[{string.Join(", ", categories)}].",
                    type = "image_generation_user_error",
                    param = (string?)null,
                    code = "moderation_blocked",
                    moderation_details = new { moderation_stage = "input", categories },
                },
            }
        );

    private static Reply Error(int status, string type, string? code, string message, string? param = null) =>
        Reply.Json(
            status,
            new
            {
                error = new
                {
                    message,
                    type,
                    param,
                    code,
                },
            }
        );
}
