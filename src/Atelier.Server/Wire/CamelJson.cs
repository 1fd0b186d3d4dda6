using System.Text.Json;

namespace Atelier.Server.Wire;

/// <summary>The JSON of <c>/api</c>: camel case, nothing where nothing is known.</summary>
internal static class CamelJson
{
    public static readonly JsonSerializerOptions Options = new(WireJson.Options)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };
}
