using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Client.Tests.Serving;

/// <summary>A server over real HTTP that answers what a test wants, however wrong; what nobody planned is 404.</summary>
internal sealed class LyingServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Plan> _plans = new();
    private readonly ConcurrentQueue<Heard> _heard = new();
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _app;

    private LyingServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>The requests so far, in order.</summary>
    public IReadOnlyList<Heard> Requests => [.. _heard];

    /// <summary>Is cancelled when the test is over; for answers that never end.</summary>
    public CancellationToken End => _end.Token;

    public static async Task<LyingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LyingServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>What is answered to the first, the second … request of this kind; the last one goes on for all others.</summary>
    /// <param name="path">Without the query.</param>
    public LyingServer On(string method, string path, params Func<HttpContext, Task>[] answers)
    {
        _plans[$"{method} {path}"] = new Plan(answers);
        return this;
    }

    /// <summary>Requests of a kind so far.</summary>
    public int Count(string method, string path) => _heard.Count(heard => heard.Method == method && heard.Path == path);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var plan = _plans.GetValueOrDefault($"{request.Method} {request.Path}");
        var (answer, readsBody) = plan?.Next() ?? (Answers.Status(404), true);
        using var body = new MemoryStream();
        if (readsBody)
        {
            await request.Body.CopyToAsync(body);
        }

        _heard.Enqueue(
            new Heard(
                request.Method,
                request.Path,
                request.QueryString.ToString(),
                request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
                body.ToArray()
            )
        );
        await answer(context);
    }

    private sealed class Plan(Func<HttpContext, Task>[] answers)
    {
        private int _next = -1;

        public (Func<HttpContext, Task> Answer, bool ReadsBody) Next()
        {
            var answer = answers[Math.Min(Interlocked.Increment(ref _next), answers.Length - 1)];
            return (answer, answer.Target is not Answers.Deaf);
        }
    }
}
