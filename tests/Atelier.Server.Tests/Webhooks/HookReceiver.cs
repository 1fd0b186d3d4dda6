using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Server.Tests.Webhooks;

/// <summary>A message as a receiver got it.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body, string Path)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Type => Json.GetProperty("type").GetString();

    /// <summary>Whether a secret signed it; counted here, not by the code under test.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var right = Convert.ToBase64String(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"))
        );
        return Signature.Split(' ').Contains($"v1,{right}");
    }
}

/// <summary>A server on loopback that takes messages and answers as it is told.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> _received = [];
    private readonly WebApplication _app;
    private TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HookReceiver(WebApplication app) => _app = app;

    public IReadOnlyList<Received> Received => [.. _received];

    public string Url => $"{_app.Urls.Single()}/hook?token=theirs";

    /// <summary>What it answers from now on.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = Status(204);

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) =>
        context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            return Task.CompletedTask;
        };

    public static async Task<HookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new HookReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The message of this number, from 1, as soon as it is there.</summary>
    public async Task<Received> NthAsync(int number)
    {
        while (_received.Count < number)
        {
            var came = _came.Task;
            if (_received.Count < number)
            {
                await came.WaitAsync(
                    TimeSpan.FromSeconds(90),
                    TimeProvider.System,
                    TestContext.Current.CancellationToken
                );
            }
        }

        return Received[number - 1];
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers;
        var received = new Received(
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(),
            body,
            context.Request.Path + context.Request.QueryString
        );
        Assert.True(long.TryParse(received.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        _received.Enqueue(received);
        Interlocked.Exchange(ref _came, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        await Answer(context);
    }
}
