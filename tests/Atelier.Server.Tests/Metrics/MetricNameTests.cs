using Atelier.Server.Metrics;

namespace Atelier.Server.Tests.Metrics;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData(
        "http.server.request.duration",
        "s",
        nameof(MetricKind.Histogram),
        "http_server_request_duration_seconds"
    )]
    [InlineData("dotnet.gc.pause.time", "s", nameof(MetricKind.Counter), "dotnet_gc_pause_time_seconds_total")]
    [InlineData(
        "dotnet.gc.heap.total_allocated",
        "By",
        nameof(MetricKind.Counter),
        "dotnet_gc_heap_total_allocated_bytes_total"
    )]
    [InlineData("db.client.connection.count", "{connection}", nameof(MetricKind.UpDown), "db_client_connection_count")]
    [InlineData("wait.seconds", "s", nameof(MetricKind.Gauge), "wait_seconds")]
    [InlineData("jobs.total", null, nameof(MetricKind.Counter), "jobs_total")]
    [InlineData("a-b. c", "ms", nameof(MetricKind.Gauge), "a_b_c_milliseconds")]
    [InlineData("2nd", null, nameof(MetricKind.Gauge), "_2nd")]
    public void Of_NameAndUnit_FollowsTheConvention(string instrument, string? unit, string kind, string expected) =>
        Assert.Equal(expected, MetricName.Of(instrument, unit, Enum.Parse<MetricKind>(kind)));

    [Theory]
    [InlineData("server.address", "server_address")]
    [InlineData("le", "le_")]
    [InlineData("", "_")]
    public void OfLabel_Tag_IsAValidName(string tag, string expected) =>
        Assert.Equal(expected, MetricName.OfLabel(tag));
}
