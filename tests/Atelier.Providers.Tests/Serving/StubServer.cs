using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.Serving;

/// <summary>A web server on loopback that answers as the test says, and keeps what it was asked.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<StubRequest> _requests = [];
    private readonly WebApplication _app;

    private StubServer(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            _requests.Enqueue(await StubRequest.ReadAsync(context));
            await answer(context);
        });
    }

    public Uri Url => new(_app.Urls.First());

    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    public static async Task<StubServer> StartAsync(RequestDelegate answer)
    {
        var server = new StubServer(answer);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Always this status, body and headers; an empty media type sends none.</summary>
    public static Task<StubServer> AnsweringAsync(
        int status,
        string body,
        string mediaType = "application/json",
        params (string Name, string Value)[] headers
    ) =>
        StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = mediaType;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return context.Response.WriteAsync(body, context.RequestAborted);
        });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
