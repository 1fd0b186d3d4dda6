namespace Atelier.Emulators.Wires.LegNext;

/// <summary>Errors in LegNext's flat shape; the code is the status.</summary>
internal static class LegNextErrors
{
    public static Reply Error(int status, string message) =>
        Reply.Json(
            status,
            new
            {
                code = status,
                message,
                raw_message = "",
                detail = (object?)null,
            }
        );

    public static Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(401, "Failed to verify api key"),
            WireFailure.OutOfCredits => Error(402, "Insufficient credits"),
            WireFailure.TooManyRequests => Error(429, message),
            WireFailure.Refused => Error(403, "Sensitive content detected in the prompt"),
            _ => Error(status, message),
        };
}
