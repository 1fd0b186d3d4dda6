namespace Atelier.Emulators.Wires.Piapi;

/// <summary>Errors in the envelope of tasks, and in the shape of the other surface, whose errors have a message alone.</summary>
internal static class PiapiErrors
{
    public static Reply Error(int status, string message) =>
        Reply.Json(
            status,
            new
            {
                code = status,
                message,
                data = (object?)null,
            }
        );

    public static Reply OfImages(int status, string message) => Reply.Json(status, new { error = new { message } });

    public static Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(401, "Invalid API key"),
            WireFailure.OutOfCredits => Error(402, "Insufficient credits"),
            WireFailure.TooManyRequests => Error(429, message),
            WireFailure.Refused => Error(400, "The prompt violates the content policy"),
            _ => Error(status, message),
        };
}
