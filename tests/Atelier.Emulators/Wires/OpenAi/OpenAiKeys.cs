namespace Atelier.Emulators.Wires.OpenAi;

/// <summary><c>Authorization: Bearer KEY</c>.</summary>
internal static class OpenAiKeys
{
    private const string Scheme = "Bearer ";

    /// <summary>The refusal of a missing or wrong key, noted as a violation; null when it may pass.</summary>
    public static Reply? Check(WireRequest request)
    {
        var header = request.Http.Headers.Authorization.ToString();
        var key = header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : "";
        if (key.Length > 0 && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate("Authorization", "Send 'Authorization: Bearer KEY' with the right key.");
        return OpenAiErrors.Fail(WireFailure.Unauthorized, 401, "");
    }
}
