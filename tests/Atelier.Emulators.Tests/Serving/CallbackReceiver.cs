using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Atelier.Emulators.Tests.Serving;

/// <summary>A server that takes callbacks.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private readonly Channel<(string Query, JsonObject Body)> _received = Channel.CreateUnbounded<(
        string,
        JsonObject
    )>();
    private readonly WebApplication _app;

    private CallbackReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async context =>
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            await _received.Writer.WriteAsync((context.Request.QueryString.Value!, body!.AsObject()));
        });
    }

    public string Url => $"{_app.Urls.First()}/callback?token=abc";

    public int Waiting => _received.Reader.Count;

    public static async Task<CallbackReceiver> StartAsync()
    {
        var receiver = new CallbackReceiver();
        await receiver._app.StartAsync(TestBench.Cancel);
        return receiver;
    }

    public async Task<(string Query, JsonObject Body)> NextAsync() =>
        await _received.Reader.ReadAsync(TestBench.Cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
