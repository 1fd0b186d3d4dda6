using Atelier.Emulators.Engine;

namespace Atelier.Emulators.Wires;

/// <summary>The key that a request bears, whichever wire it is.</summary>
internal static class WireKey
{
    private const string Scheme = "Bearer ";

    private static readonly string[] _headers = ["X-API-Key", "x-goog-api-key", "api-key", "Authorization"];

    /// <summary>The key; empty when there is none.</summary>
    public static string Of(HttpRequest request)
    {
        var value =
            _headers.Select(name => request.Headers[name].ToString()).FirstOrDefault(value => value.Length > 0) ?? "";
        return value.StartsWith(Scheme, StringComparison.Ordinal) ? value[Scheme.Length..] : value;
    }

    /// <summary>Whether this request may see what an older one, by its number, made: where accounts are apart, by the same key alone.</summary>
    public static bool Sees(WireRequest request, int madeBy)
    {
        if (!request.Options.KeysApart)
        {
            return true;
        }

        var calls = request.Run.Calls.Snapshot();
        return _headers.All(name => ValueOf(calls[madeBy - 1], name) == ValueOf(calls[request.Call - 1], name));
    }

    private static string? ValueOf(ReceivedCall call, string header) => call.Headers.GetValueOrDefault(header);
}
