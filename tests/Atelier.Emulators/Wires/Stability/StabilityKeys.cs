namespace Atelier.Emulators.Wires.Stability;

/// <summary>What every call must bear: <c>Authorization: Bearer KEY</c>, and a known wish for the form of the answer.</summary>
internal static class StabilityKeys
{
    private const string Scheme = "Bearer ";

    private static readonly string[] _second = ["application/json", "image/*"];
    private static readonly string[] _first = ["application/json", "image/png"];

    /// <summary>The refusal of a missing or wrong key, noted as a violation; null when it may pass.</summary>
    public static Reply? Check(WireRequest request, bool first = false)
    {
        var header = request.Http.Headers.Authorization.ToString();
        var key = header.StartsWith(Scheme, StringComparison.Ordinal) ? header[Scheme.Length..] : "";
        if (key.Length > 0 && key == (request.Options.Key ?? key))
        {
            return null;
        }

        request.Violate("Authorization", "Send 'Authorization: Bearer KEY' with the right key.");
        return StabilityErrors.Error(request.Id, 401, "unauthorized", ["Incorrect API key provided"], first);
    }

    /// <summary>Whether the answer shall be JSON; a problem where no form is wished that there is.</summary>
    public static bool WantsJson(WireRequest request, bool first, List<Checking.Problem> problems)
    {
        var accept = request.Http.Headers.Accept.ToString();
        if (!(first ? _first : _second).Contains(accept))
        {
            problems.Add(
                new Checking.Problem("Accept", $"accept: must be one of {string.Join(", ", first ? _first : _second)}")
            );
        }

        return accept == "application/json";
    }
}
