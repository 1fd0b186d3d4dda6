using System.Text;
using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Faults;

/// <summary>Every fault as a client sees it, and what it leaves on the bill.</summary>
public sealed class FaultTests
{
    private const string Path = "/openai/v1/images/generations";
    private const string Body = """{"model":"gpt-image-2","prompt":"fox"}""";

    [Fact]
    public async Task Latency_OnTheFakeClock_WaitsForIt()
    {
        var time = new TestKit.Time.FakeTimeProvider();
        await using var bench = await TestBench.StartAsync(new() { Time = time, LongestEdge = 16 });
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.Latency, DelayMs = 60_000 });

        var answer = bench.PostAsync(Path, Body);
        while (time.Waiting == 0)
        {
            await Task.Yield();
        }

        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await answer).Status);
    }

    [Theory]
    [InlineData(FaultAction.TooManyRequests, null, 429, "rate_limit_exceeded", 0)]
    [InlineData(FaultAction.OutOfCredits, null, 429, "insufficient_quota", 0)]
    [InlineData(FaultAction.Unauthorized, null, 401, "invalid_api_key", 0)]
    [InlineData(FaultAction.Refuse, null, 400, "moderation_blocked", 0)]
    [InlineData(FaultAction.ErrorBefore, null, 500, null, 0)]
    [InlineData(FaultAction.ErrorBefore, 503, 503, "server_is_overloaded", 0)]
    [InlineData(FaultAction.ErrorAfter, 502, 502, null, 1)]
    public async Task Status_OnOpenAi_IsTheWiresOwnError(
        FaultAction action,
        int? wanted,
        int status,
        string? code,
        int billed
    )
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = action, Status = wanted });

        var answer = await bench.PostAsync(Path, Body);

        Assert.Equal(status, answer.Status);
        Assert.Equal(code, (string?)answer.Json["error"]!["code"]);
        Assert.Equal(
            action == FaultAction.TooManyRequests ? "1" : null,
            answer.Headers.GetValueOrDefault("Retry-After")
        );
        Assert.Equal(billed, bench.OpenAi.Bill.Items.Count);
        Assert.Equal(200, (await bench.PostAsync(Path, Body)).Status);
    }

    [Theory]
    [InlineData(FaultAction.TooManyRequests, 429)]
    [InlineData(FaultAction.OutOfCredits, 402)]
    [InlineData(FaultAction.Unauthorized, 401)]
    [InlineData(FaultAction.Refuse, 403)]
    [InlineData(FaultAction.ErrorBefore, 500)]
    public async Task Status_OnLegNext_IsTheWiresOwnError(FaultAction action, int status)
    {
        await using var bench = await TestBench.StartAsync();
        bench.LegNext.AddFaults(new FaultRule { Action = action, RetryAfter = 7 });

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text = "fox" });

        Assert.Equal(status, answer.Status);
        Assert.Equal(["code", "message", "raw_message", "detail"], answer.Json.Select(member => member.Key));
        Assert.Equal(status, (int)answer.Json["code"]!);
        Assert.Equal(status is 429 or 500 ? "7" : null, answer.Headers.GetValueOrDefault("Retry-After"));
        Assert.Empty(bench.LegNext.Bill.Items);
    }

    [Theory]
    [InlineData(FaultAction.CutBefore, 0)]
    [InlineData(FaultAction.CutAfter, 1)]
    public async Task Cut_BeforeTheHeaders_IsAnIOException(FaultAction action, int billed)
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = action });

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => bench.PostAsync(Path, Body));

        Assert.IsAssignableFrom<IOException>(exception.InnerException);
        Assert.Equal(billed, bench.OpenAi.Bill.Items.Count);
        await bench.OpenAi.WaitForEndedCallsAsync(1, TestBench.Cancel);
        var call = Assert.Single(bench.OpenAi.Calls);
        Assert.Equal(("cut", (int?)null), (call.Outcome, call.Status));
    }

    [Theory]
    [InlineData(FaultAction.CutHeaders, false)]
    [InlineData(FaultAction.CutBody, true)]
    [InlineData(FaultAction.WrongLength, true)]
    public async Task Cut_AfterTheHeaders_LosesTheRestOfTheBody(FaultAction action, bool someBytes)
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = action });
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");

        using var response = await bench.OpenAsync(HttpMethod.Post, Path, content);

        Assert.Equal(200, (int)response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync(TestBench.Cancel);
        using var read = new MemoryStream();
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(read, TestBench.Cancel));
        Assert.Equal(someBytes, read.Length > 0);
        Assert.True(read.Length < response.Content.Headers.ContentLength);
        Assert.Single(bench.OpenAi.Bill.Items);
    }

    [Theory]
    [InlineData(FaultAction.HangBefore, 0)]
    [InlineData(FaultAction.HangAfter, 1)]
    public async Task Hang_ClientGoes_Ends(FaultAction action, int billed)
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = action });
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestBench.Cancel);
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");

        var call = bench.OpenAsync(HttpMethod.Post, Path, content, cancellationToken: patience.Token);
        await bench.OpenAi.WaitForCallsAsync(1, TestBench.Cancel);
        Assert.Null(bench.OpenAi.Calls[0].Outcome);
        while (bench.OpenAi.Bill.Items.Count < billed)
        {
            await Task.Yield();
        }

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await bench.OpenAi.WaitForEndedCallsAsync(1, TestBench.Cancel);
        Assert.Equal("client_gone", bench.OpenAi.Calls[0].Outcome);
    }

    [Fact]
    public async Task Hang_EmulatorEnds_IsCut()
    {
        var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.HangBefore });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bench.Emulator.Url, Path));
        var call = client.SendAsync(request, TestBench.Cancel);
        await bench.OpenAi.WaitForCallsAsync(1, TestBench.Cancel);

        await bench.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task BrokenJson_IsWholeHttpButNoJson()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.BrokenJson });

        var answer = await bench.PostAsync(Path, Body);

        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        Assert.ThrowsAny<JsonException>(() => answer.Json);
    }

    [Fact]
    public async Task WrongMime_OnAFile_CallsItHtml()
    {
        await using var bench = await TestBench.StartAsync();
        var job = await bench.GetJobAsync(await bench.CreateJobAsync("diffusion", new { text = "fox" }));
        bench.LegNext.AddFaults(new FaultRule { Action = FaultAction.WrongMime, Operation = "file" });

        var file = await bench.GetAsync((string)job["output"]!["image_url"]!);

        Assert.Equal((200, "text/html"), (file.Status, file.ContentType));
    }

    [Theory]
    [InlineData(null, "/openai/redirected")]
    [InlineData("http://127.0.0.1:1/x", "http://127.0.0.1:1/x")]
    public async Task Redirect_LeadsAway(string? location, string expected)
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.Redirect, Location = location });

        var answer = await bench.PostAsync(Path, Body);

        Assert.Equal(302, answer.Status);
        Assert.EndsWith(expected, answer.Headers["Location"], StringComparison.Ordinal);
        Assert.Empty(bench.OpenAi.Bill.Items);
    }

    [Fact]
    public async Task Body_OfARule_ReplacesTheWiresOwn()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ErrorBefore,
                Status = 504,
                Body = "<html>",
            }
        );

        var answer = await bench.PostAsync(Path, Body);

        Assert.Equal((504, "<html>"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Redirect_ClientThatFollows_IsNoted()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.Redirect });
        using var client = new HttpClient();

        using var response = await client.PostAsync(
            new Uri(bench.Emulator.Url, Path),
            new StringContent(Body, Encoding.UTF8, "application/json"),
            TestBench.Cancel
        );

        Assert.Equal("/redirected", bench.OpenAi.Calls[1].Path);
        Assert.Contains(bench.OpenAi.Violations, violation => violation.Call == 2);
    }
}
