namespace Atelier.Emulators.Wires.Piapi;

/// <summary>The header <c>X-API-Key</c>; Bearer is for pictures in OpenAI's shape alone.</summary>
internal static class PiapiKeys
{
    /// <summary>The refusal of a missing or wrong key, noted as a violation; null when it may pass.</summary>
    public static Reply? Check(WireRequest request)
    {
        var key = request.Http.Headers["X-API-Key"].ToString();
        if (key.Length > 0 && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate("X-API-Key", "Send 'X-API-Key: KEY' with the right key.");
        return PiapiErrors.Fail(WireFailure.Unauthorized, 401, "");
    }
}
