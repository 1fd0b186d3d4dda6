using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atelier.Bench.Wall;

/// <summary>A server without sockets: requests are handed over as objects, so that only what we do with them is measured.</summary>
internal sealed class LoopServer : IServer
{
    private Func<IFeatureCollection, Task> _run = _ => throw new InvalidOperationException("Not started.");

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _run = async features =>
        {
            var context = application.CreateContext(features);
            await application.ProcessRequestAsync(context);
            application.DisposeContext(context, exception: null);
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() { }

    /// <summary>One request from loopback; its status.</summary>
    public async Task<int> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestFeature
        {
            Method = "GET",
            Body = Stream.Null,
            Scheme = "http",
            Path = path,
            RawTarget = path,
            Protocol = "HTTP/1.1",
        };
        request.Headers.Host = "localhost";
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IHttpConnectionFeature>(
            new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback, LocalIpAddress = IPAddress.Loopback }
        );
        await _run(features);
        return response.StatusCode;
    }
}
