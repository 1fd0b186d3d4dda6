namespace Atelier.Emulators.Wires.Replicate;

/// <summary>Errors as problems; some say no more than detail and status.</summary>
internal static class ReplicateErrors
{
    public static Reply Error(int status, string detail, string? title = null) =>
        title is null
            ? Reply.Json(status, new { detail, status })
            : Reply.Json(
                status,
                new
                {
                    title,
                    detail,
                    status,
                }
            );

    public static Reply NotFound() => Error(404, "The requested resource could not be found.");

    public static Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(401, "You did not pass a valid authentication token", "Unauthenticated"),
            WireFailure.OutOfCredits => Error(
                402,
                "You have insufficient credit to run this model. Go to the billing page to buy credit.",
                "Insufficient credit"
            ),
            WireFailure.TooManyRequests => Reply.Json(
                429,
                new
                {
                    detail = "Request was throttled. Your rate limit resets in ~1s.",
                    status = 429,
                    retry_after = 1,
                }
            ),
            WireFailure.Refused => Error(422, "The input was flagged as sensitive. (E005)", "Input validation failed"),
            WireFailure.NotFound => NotFound(),
            _ => Error(status, message),
        };
}
