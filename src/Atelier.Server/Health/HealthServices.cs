using System.Text.Json.Serialization;

namespace Atelier.Server.Health;

/// <summary>What the service needs, each healthy or unhealthy.</summary>
/// <param name="AiProviders">By name; those that are switched on.</param>
internal sealed record HealthServices(
    string Database,
    // The doors under /api speak camel case.
    [property: JsonPropertyName("aiProviders")] IReadOnlyDictionary<string, string> AiProviders,
    string Storage
);
