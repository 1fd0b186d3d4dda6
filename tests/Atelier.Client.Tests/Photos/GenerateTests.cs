using System.Net;
using System.Text.Json;
using Atelier.Client.Photos;
using Atelier.Client.Tests.Serving;

namespace Atelier.Client.Tests.Photos;

public sealed class GenerateTests : ClientTests
{
    private const string Path = "/api/generate";
    private const string Accepted = $$"""
        {"success": true, "taskId": "{{Answers.TaskId}}", "provider": "flux1", "estimatedWaitTime": 8, "message": "Generation started"}
        """;

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task GenerateAsync_Request_SendsWhatIsSetAndNoTier()
    {
        Server.On("POST", Path, Answers.Json(Accepted, 202));
        CreateSut(new AtelierClientOptions { ApiKey = "atl_key" });

        var task = await Photos.GenerateAsync(
            new PhotoRequest(Answers.SessionId) { Style = PhotoStyles.Oil, CustomPrompt = "warm" },
            Cancel
        );

        Assert.Equal((Answers.TaskId, "flux1", 8d), (task.TaskId, task.Provider, task.EstimatedWaitTime));
        var heard = Assert.Single(Server.Requests);
        Assert.Equal(
            ["customPrompt", "sessionId", "style"],
            JsonDocument.Parse(heard.Body).RootElement.EnumerateObject().Select(field => field.Name).Order()
        );
        Assert.Equal("Bearer atl_key", heard.Header("Authorization"));
        Assert.True(Guid.TryParse(heard.Header("Idempotency-Key"), out _));
    }

    [Fact]
    public async Task GenerateAsync_AnswerLost_SendsTheSameKeyAgain()
    {
        Server.On("POST", Path, Answers.Cut, Answers.Cut, Answers.Json(Accepted, 202));

        var task = await Photos.GenerateAsync(new PhotoRequest(Answers.SessionId), Cancel);

        Assert.Equal(Answers.TaskId, task.TaskId);
        Assert.Equal(3, Server.Requests.Count);
        Assert.Single(Server.Requests.Select(heard => heard.Header("Idempotency-Key")).Distinct());
        Assert.Single(Server.Requests.Select(heard => heard.Text).Distinct());
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], Time.Leaps);
    }

    [Fact]
    public async Task GenerateAsync_TwoCalls_AreTwoRequests()
    {
        Server.On("POST", Path, Answers.Json(Accepted, 202));

        await Photos.GenerateAsync(new PhotoRequest(Answers.SessionId), Cancel);
        await Photos.GenerateAsync(new PhotoRequest(Answers.SessionId), Cancel);
        await Photos.GenerateAsync(new PhotoRequest(Answers.SessionId) { IdempotencyKey = "mine" }, Cancel);

        Assert.Equal(3, Server.Requests.Select(heard => heard.Header("Idempotency-Key")).Distinct().Count());
        Assert.Equal("mine", Server.Requests[^1].Header("Idempotency-Key"));
    }

    [Theory]
    [InlineData(503, "NO_PROVIDER", "AI services temporarily unavailable")]
    [InlineData(429, "DAILY_LIMIT_EXCEEDED", "Daily generation limit exceeded")]
    [InlineData(500, "INTERNAL_ERROR", "Internal server error")]
    public async Task GenerateAsync_Refused_AnswersOnceWithTheServersTextAndCode(int status, string code, string text)
    {
        Server.On("POST", Path, Answers.Refusal(status, code, text, ("Retry-After", "5")));

        var error = await FailsAsync(() => Photos.GenerateAsync(new PhotoRequest(Answers.SessionId), Cancel));

        Assert.Equal(((HttpStatusCode)status, code, text), (error.StatusCode!.Value, error.Code, error.Message));
        Assert.Equal(TimeSpan.FromSeconds(5), error.RetryAfter);
        var heard = Assert.Single(Server.Requests);
        Assert.Equal((Answers.SessionId, heard.Header("Idempotency-Key")), (error.SessionId, error.IdempotencyKey));
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    [Trait("Requirement", "B-72")]
    public async Task GenerateAsync_ProxyGotNoAnswer_SendsTheSameKeyAgain(int status)
    {
        Server.On("POST", Path, Answers.Status(status), Answers.Status(status), Answers.Json(Accepted, 202));

        var task = await Photos.GenerateAsync(new PhotoRequest(Answers.SessionId), Cancel);

        Assert.Equal(Answers.TaskId, task.TaskId);
        Assert.Equal(3, Server.Requests.Count);
        Assert.Single(Server.Requests.Select(heard => heard.Header("Idempotency-Key")).Distinct());
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], Time.Leaps);
    }
}
