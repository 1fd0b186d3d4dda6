namespace Atelier.Server.Metrics;

/// <summary>Maps <c>GET /metrics</c>.</summary>
internal static class MetricsEndpoints
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Maps <c>GET /metrics</c>; who may read it is for the caller to set on what is returned.</summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Resolved now, not at the first scrape: what happens before somebody listens is not counted.
        var exporter = routes.ServiceProvider.GetRequiredService<PrometheusExporter>();
        var sources = routes.ServiceProvider.GetServices<IBeforeScrape>().ToList();
        return routes
            .MapGet(
                "/metrics",
                (CancellationToken cancellationToken) => TellAsync(exporter, sources, cancellationToken)
            )
            .ExcludeFromDescription();
    }

    private static async Task<IResult> TellAsync(
        PrometheusExporter exporter,
        List<IBeforeScrape> sources,
        CancellationToken cancellationToken
    )
    {
        foreach (var source in sources)
        {
            await source.RefreshAsync(cancellationToken);
        }

        return TypedResults.Text(exporter.Scrape(), ContentType);
    }
}
