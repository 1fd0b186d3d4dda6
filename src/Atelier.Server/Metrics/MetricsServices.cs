using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Metrics;

/// <summary>Registers what <c>/metrics</c> needs.</summary>
internal static class MetricsServices
{
    /// <summary>Adds the exporter, one for the process; map it with <see cref="MetricsEndpoints.MapMetrics"/>.</summary>
    public static IServiceCollection AddPrometheusMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<PrometheusExporter>();
        return services;
    }
}
