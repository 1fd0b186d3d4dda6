namespace Atelier.Emulators.Wires.Gemini;

/// <summary>The header <c>x-goog-api-key</c>; a key in the address would stand in logs.</summary>
internal static class GeminiKeys
{
    /// <summary>The refusal of a missing or wrong key, noted as a violation; null when it may pass.</summary>
    public static Reply? Check(WireRequest request)
    {
        if (request.Http.Query.ContainsKey("key"))
        {
            request.Violate("key", "Send the key in the header x-goog-api-key.");
        }

        var key = request.Http.Headers["x-goog-api-key"].ToString();
        if (key.Length > 0 && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate("x-goog-api-key", "Send 'x-goog-api-key: KEY' with the right key.");
        return GeminiErrors.Fail(WireFailure.Unauthorized, 400, "");
    }
}
