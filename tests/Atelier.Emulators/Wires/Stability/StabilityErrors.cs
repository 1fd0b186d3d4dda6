namespace Atelier.Emulators.Wires.Stability;

/// <summary>Errors in Stability's two shapes: a list in the second API, a message in the first.</summary>
internal static class StabilityErrors
{
    private const string Lost = "fault";

    public static Reply Error(string id, int status, string name, IReadOnlyList<string> errors, bool first = false) =>
        first
            ? Reply.Json(
                status,
                new
                {
                    id,
                    name,
                    message = string.Join(' ', errors),
                }
            )
            : Reply.Json(
                status,
                new
                {
                    id,
                    name,
                    errors,
                }
            );

    public static Reply OutOfCredits(string id, bool first = false) =>
        Error(
            id,
            402,
            "payment_required",
            ["You lack sufficient credits to make this request. Please purchase more credits and try again."],
            first
        );

    public static Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(Lost, 401, "unauthorized", ["Incorrect API key provided"]),
            WireFailure.OutOfCredits => OutOfCredits(Lost),
            WireFailure.TooManyRequests => Error(Lost, 429, "rate_limit_exceeded", [message]),
            WireFailure.Refused => Error(Lost, 403, "content_moderation", ["Your request was flagged."]),
            WireFailure.NotFound => Error(Lost, 404, "not_found", [message]),
            WireFailure.TooLarge => Error(Lost, 413, "payload_too_large", [message]),
            _ => Error(Lost, status, "internal_error", [message]),
        };
}
