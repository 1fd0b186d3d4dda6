namespace Atelier.Emulators.Wires.LegNext;

/// <summary>The header <c>x-api-key</c>; there is no Bearer.</summary>
internal static class LegNextKeys
{
    /// <summary>The refusal of a missing or wrong key, noted as a violation; null when it may pass.</summary>
    public static Reply? Check(WireRequest request)
    {
        var key = request.Http.Headers["x-api-key"].ToString();
        if (key.Length > 0 && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate("x-api-key", "Send 'x-api-key: KEY' with the right key.");
        return LegNextErrors.Fail(WireFailure.Unauthorized, 401, "");
    }
}
