using System.Text.Json.Nodes;
using Atelier.Emulators.Checking;

namespace Atelier.Emulators.Wires.Gemini;

/// <summary>Errors in Google's shape. A refusal is none: it comes with status 200.</summary>
internal static class GeminiErrors
{
    private const string Types = "type.googleapis.com/google.rpc.";

    public static Reply Invalid(Problem problem) =>
        problem.Code == Problem.ModelNotFound
            ? Error(404, "NOT_FOUND", problem.Message)
            : Error(400, "INVALID_ARGUMENT", problem.Message);

    public static Reply Fail(WireFailure failure, int status, string message) =>
        failure switch
        {
            WireFailure.Unauthorized => Error(
                400,
                "INVALID_ARGUMENT",
                "API key not valid. Please pass a valid API key.",
                Detail("ErrorInfo", ("reason", "API_KEY_INVALID"))
            ),
            WireFailure.OutOfCredits => Error(402, "FAILED_PRECONDITION", "The prepaid balance is used up."),
            WireFailure.TooManyRequests => Error(
                429,
                "RESOURCE_EXHAUSTED",
                message,
                Detail("RetryInfo", ("retryDelay", "34s"))
            ),
            WireFailure.Refused => Blocked(promptTokens: 0),
            WireFailure.NotFound => Error(404, "NOT_FOUND", message),
            WireFailure.TooLarge => Error(413, "INVALID_ARGUMENT", message),
            _ => Error(
                status,
                status switch
                {
                    503 => "UNAVAILABLE",
                    504 => "DEADLINE_EXCEEDED",
                    _ => "INTERNAL",
                },
                message
            ),
        };

    /// <summary>The answer to a prompt that is against the policy: no candidates, and the prompt is counted.</summary>
    public static Reply Blocked(int promptTokens) =>
        new(
            200,
            "application/json",
            [
                JsonText.Write(
                    new JsonObject
                    {
                        ["promptFeedback"] = new JsonObject
                        {
                            ["blockReason"] = "PROHIBITED_CONTENT",
                            ["safetyRatings"] = new JsonArray(
                                new JsonObject
                                {
                                    ["category"] = "HARM_CATEGORY_SEXUALLY_EXPLICIT",
                                    ["probability"] = "HIGH",
                                    ["blocked"] = true,
                                }
                            ),
                        },
                        ["usageMetadata"] = new JsonObject
                        {
                            ["promptTokenCount"] = promptTokens,
                            ["totalTokenCount"] = promptTokens,
                        },
                    }
                ),
            ]
        );

    private static JsonObject Detail(string type, (string Name, string Value) member) =>
        new() { ["@type"] = Types + type, [member.Name] = member.Value };

    private static Reply Error(int code, string status, string message, params JsonNode[] details) =>
        new(
            code,
            "application/json",
            [
                JsonText.Write(
                    new JsonObject
                    {
                        ["error"] = new JsonObject
                        {
                            ["code"] = code,
                            ["message"] = message,
                            ["status"] = status,
                            ["details"] = new JsonArray(details),
                        },
                    }
                ),
            ]
        );
}
