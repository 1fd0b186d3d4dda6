namespace Atelier.Emulators.Wires.Replicate;

/// <summary>The header <c>Authorization: Bearer …</c>.</summary>
internal static class ReplicateKeys
{
    /// <summary>The refusal of a missing or wrong token, noted as a violation; null when it may pass.</summary>
    public static Reply? Check(WireRequest request)
    {
        var header = request.Http.Headers.Authorization.ToString();
        var key = header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";
        if (key.Length > 0 && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate("Authorization", "Send 'Authorization: Bearer TOKEN' with the right token.");
        return ReplicateErrors.Fail(WireFailure.Unauthorized, 401, "");
    }
}
