using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Emulators.Hosting;

namespace Atelier.Emulators.Tests.Serving;

/// <summary>Running emulators and a plain HTTP client.</summary>
internal sealed class TestBench : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private TestBench(Emulator emulator) => Emulator = emulator;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Emulator Emulator { get; }

    public EmulatedWire OpenAi => Emulator.OpenAi;

    public EmulatedWire LegNext => Emulator.LegNext;

    public static async Task<TestBench> StartAsync(EmulatorOptions? options = null) =>
        new(await Emulator.StartAsync(options ?? new EmulatorOptions { LongestEdge = 32 }, Cancel));

    /// <summary>A JSON call with the wire's own key header.</summary>
    public Task<Answer> PostAsync(string path, object body) => PostAsync(path, JsonSerializer.Serialize(body));

    public Task<Answer> PostAsync(string path, string json) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, bool key = true)
    {
        using var response = await OpenAsync(method, path, content, key);
        return await Answer.ReadAsync(response, Cancel);
    }

    /// <summary>Returns when the headers are there; the body is the caller's.</summary>
    public async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        bool key = true,
        CancellationToken? cancellationToken = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(Emulator.Url, path)) { Content = content };
        if (key && IsBearer(request.RequestUri!.AbsolutePath))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-test");
        }
        else if (key && IsOwnHeader(request.RequestUri!.AbsolutePath))
        {
            request.Headers.Add("x-api-key", "ln-test");
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken ?? Cancel);
    }

    private static bool IsBearer(string path) =>
        path.StartsWith("/openai/", StringComparison.Ordinal)
        || path.StartsWith("/replicate/v1/", StringComparison.Ordinal);

    private static bool IsOwnHeader(string path) =>
        path.StartsWith("/legnext/api", StringComparison.Ordinal)
        || path.StartsWith("/piapi/", StringComparison.Ordinal);

    /// <summary>Creates a LegNext job; its id.</summary>
    public async Task<string> CreateJobAsync(string operation, object body)
    {
        var answer = await PostAsync($"/legnext/api/v1/{operation}", body);
        Assert.Equal(200, answer.Status);
        return (string)answer.Json["job_id"]!;
    }

    public async Task<JsonObject> GetJobAsync(string id) => (await GetAsync($"/legnext/api/v1/job/{id}")).Json;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Emulator.DisposeAsync();
    }
}
