namespace Atelier.Server.Routing;

/// <summary>What the doors about routing are made of.</summary>
internal static class RoutingServices
{
    public static IServiceCollection AddRoutingDoors(this IServiceCollection services) =>
        services.AddSingleton<DraftReader>().AddSingleton<SimulationReader>();
}
