using System.Diagnostics.Metrics;
using System.Net;
using Atelier.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atelier.Server.Tests.Metrics;

public sealed class MetricsEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OverHttp_TellOurMetersAndThoseOfThePlatform()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var meter = app.Services.GetRequiredService<IMeterFactory>().Create("Atelier");
        meter.CreateCounter<int>("atelier.pictures").Add(3);

        await client.GetStringAsync("/metrics", Cancel);
        using var answer = await client.GetAsync("/metrics", Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var lines = text.Split('\n');
        Assert.Contains("atelier_pictures_total 3", lines);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", lines);
        Assert.Contains(lines, line => line.StartsWith("kestrel_active_connections{", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.StartsWith("dotnet_gc_heap_total_allocated_bytes_total ", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.StartsWith("http_client_", StringComparison.Ordinal));
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public async Task Metrics_OverHttp_EveryLineIsWellFormedAndEverySeriesIsToldOnce()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await client.GetStringAsync("/metrics", Cancel);

        var text = await client.GetStringAsync("/metrics", Cancel);

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        const string Name = "[a-zA-Z_][a-zA-Z0-9_]*";
        const string Label = Name + "=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\"";
        const string Number = "(?:-?[0-9.]+(?:E[+-]?[0-9]+)?|NaN|[+-]Inf)";
        const string Sample = Name + "(?:\\{" + Label + "(?:," + Label + ")*\\})? " + Number;
        const string WellFormed = "^(?:# (?:HELP|TYPE) " + Name + " .+|" + Sample + ")$";
        Assert.All(lines, line => Assert.Matches(WellFormed, line));
        Assert.Distinct(lines.Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]));
        Assert.Distinct(lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Metrics_OfAnotherHostInTheProcess_AreNotTold()
    {
        await using var app = await StartAsync();
        await using var other = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        other.Services.GetRequiredService<IMeterFactory>().Create("Atelier").CreateCounter<int>("elsewhere").Add(1);

        Assert.DoesNotContain("elsewhere", await client.GetStringAsync("/metrics", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapMetrics_ConventionsOfTheCaller_Hold()
    {
        await using var app = await StartAsync(routes => routes.WithMetadata("guarded"));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await client.PostAsync("/metrics", null, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        Assert.Contains(endpoints, endpoint => endpoint.Metadata.Contains("guarded"));
    }

    private static async Task<WebApplication> StartAsync(Action<IEndpointConventionBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddPrometheusMetrics();
        var app = builder.Build();
        var metrics = app.MapMetrics();
        configure?.Invoke(metrics);
        await app.StartAsync(Cancel);
        return app;
    }
}
