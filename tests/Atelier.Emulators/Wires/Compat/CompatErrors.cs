namespace Atelier.Emulators.Wires.Compat;

/// <summary>Errors in the shapes there are.</summary>
internal static class CompatErrors
{
    public static Reply Error(string shape, int status, string code, string message) =>
        shape switch
        {
            "string" => Reply.Json(status, new { error = message }),
            "detail" => Reply.Json(status, new { detail = message }),
            "message" => Reply.Json(status, new { code = 20015, message }),
            _ => Reply.Json(
                status,
                new
                {
                    error = new
                    {
                        message,
                        type = "invalid_request_error",
                        param = (string?)null,
                        code,
                    },
                }
            ),
        };

    public static Reply Fail(string shape, WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(shape, 401, "invalid_api_key", "Invalid API key."),
            WireFailure.OutOfCredits => Error(shape, 402, "insufficient_balance", "Your balance is empty."),
            WireFailure.TooManyRequests => Error(shape, 429, "rate_limit", message),
            WireFailure.Refused => Error(shape, 400, "content_policy_violation", "Refused by the content policy."),
            WireFailure.NotFound => Error(shape, 404, "not_found", message),
            WireFailure.TooLarge => Error(shape, 413, "too_large", message),
            _ => Error(shape, status, "server_error", message),
        };
}
