using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atelier.Bench.Queue;

/// <summary>A door on loopback: one POST a job, answered with 202 once the job is on the disk. No sign-in, nothing is planned.</summary>
internal sealed class HttpDoor : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly HttpClient _client;

    private HttpDoor(WebApplication host)
    {
        _host = host;
        _client = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
    }

    /// <param name="accept">Accepts the job of a caller.</param>
    public static async Task<HttpDoor> OpenAsync(Func<Post, Task<Guid>> accept)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        host.MapPost("/jobs", async (Post post) => Results.Json(new { id = await accept(post) }, statusCode: 202));
        await host.StartAsync();
        return new HttpDoor(host);
    }

    public async Task PostAsync(Post post)
    {
        using var answer = await _client.PostAsJsonAsync("/jobs", post);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    /// <summary>The body of a POST.</summary>
    internal sealed record Post(Guid Account, string Prompt);
}
