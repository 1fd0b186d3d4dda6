using System.Net.Http.Headers;
using System.Text;

namespace Atelier.Server.Tests.Serving;

/// <summary>Somebody who calls the server over HTTP; every answer is checked for the headers that all must have.</summary>
public sealed class TestCaller(TestServer server, Guid accountId, string? key)
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
    );

    public Guid AccountId => accountId;

    public string Key => key ?? throw new InvalidOperationException("This caller has no key.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, headers);

    public Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<Answer> PutAsync(string path, string json) =>
        SendAsync(HttpMethod.Put, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = Request(method, path, content, headers);
        using var response = await Http.SendAsync(request, Cancel);
        AssertHeaders(response);
        return await Answer.ReadAsync(response, Cancel);
    }

    /// <summary>The same through a proxy, on a connection of its own.</summary>
    public async Task PostThroughAsync(Uri proxy, string path, string json)
    {
        using var client = new HttpClient();
        using var request = Request(
            HttpMethod.Post,
            path,
            new StringContent(json, Encoding.UTF8, "application/json"),
            []
        );
        request.RequestUri = new Uri(proxy, path);
        using var response = await client.SendAsync(request, Cancel);
    }

    /// <summary>The answer as soon as its headers are there; for streams.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Get, path, null, headers);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    /// <summary>What <c>/readyz</c> says once it says that all is well: on a busy machine a look may take longer than its patience.</summary>
    public async Task<Answer> ReadyAsync()
    {
        Answer? ready = null;
        await TestServer.UntilAsync(async () => (ready = await GetAsync("/readyz")).Status == 200);
        return ready!;
    }

    /// <summary>Starts a generation at the native door and waits for its end.</summary>
    public async Task<Answer> GenerateAsync(string json)
    {
        var answer = await PostAsync("/v1/generations", json, ("Prefer", "wait=60"));
        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal("complete", answer.TextAt("state"));
        return answer;
    }

    /// <summary>Starts a generation, without waiting for it; its address.</summary>
    public async Task<string> StartAsync(string json)
    {
        var answer = await PostAsync("/v1/generations", json, ("Prefer", "respond-async"));
        Assert.True(answer.Status == 202, answer.Text);
        return answer.Header("Location")!;
    }

    /// <summary>A generation at its end.</summary>
    public async Task<Answer> EndOfAsync(string address)
    {
        var answer = await GetAsync(address, ("Prefer", "wait=60"));
        Assert.True(answer.Status == 200 && answer.Json.TryGetProperty("finished_at", out _), answer.Text);
        return answer;
    }

    /// <summary>Thousandths of a credit.</summary>
    public async Task<long> BalanceAsync() =>
        await server.House.ScalarAsync<long>("SELECT balance FROM accounts WHERE id = @accountId", new { accountId });

    private HttpRequestMessage Request(
        HttpMethod method,
        string path,
        HttpContent? content,
        (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, new Uri(server.Url, path)) { Content = content };
        if (key is not null && !headers.Any(header => header.Name is "Authorization" or "Cookie"))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    private static void AssertHeaders(HttpResponseMessage response)
    {
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("0", Assert.Single(response.Headers.GetValues("X-XSS-Protection")));
        Assert.Equal("strict-origin-when-cross-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Contains(
            "default-src",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.False(response.Headers.Contains("Server"));
    }
}
