namespace Atelier.Server.Health;

/// <summary>The health of the service. It names no host, version or key: anybody may ask.</summary>
/// <param name="Status">healthy; degraded while a provider that is switched on cannot be used; unhealthy without database or storage.</param>
/// <param name="Timestamp">When it was looked at.</param>
internal sealed record HealthView(string Status, DateTimeOffset Timestamp, HealthServices Services)
{
    public const string Healthy = "healthy";
    public const string Degraded = "degraded";
    public const string Unhealthy = "unhealthy";

    /// <summary>How a single service is called.</summary>
    public static string Word(bool works) => works ? Healthy : Unhealthy;
}
