using System.ClientModel;
using Atelier.Server.Tests.Serving;
using OpenAI;
using OpenAI.Images;

namespace Atelier.Server.Tests.OpenAi;

/// <summary>A client that lost the answer sends the request again, without saying so. It gets what it paid for.</summary>
public sealed class WaitingDoorTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/images/generations";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_AnswerLost_TheSameRequestGetsTheSamePicture()
    {
        var caller = await server.AddCallerAsync();
        await LoseAnswerAsync(caller, Bodies.Small());

        var again = await caller.PostAsync(Door, Bodies.Small());

        Assert.Equal(200, again.Status);
        Assert.Equal("undelivered", again.Header("Atelier-Reused"));
        Assert.Equal(1, await CountAsync(caller));
        Assert.Equal(99_500, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Create_AnswerDelivered_TheSameRequestIsAnother()
    {
        var caller = await server.AddCallerAsync();

        var ids = new HashSet<string?>();
        for (var i = 0; i < 10; i++)
        {
            var answer = await caller.PostAsync(Door, Bodies.Small());
            Assert.Null(answer.Header("Atelier-Reused"));
            ids.Add(answer.TextAt("generation_id"));
        }

        Assert.Equal(10, ids.Count);
    }

    [Fact]
    public async Task Create_SameRequestTenTimesAtOnce_IsOneGenerationAndTenAnswers()
    {
        var caller = await server.AddCallerAsync();
        var before = server.Logs.Lines.Count(IsAdoption);
        await server.PauseAsync();

        var asking = Enumerable.Range(0, 10).Select(_ => caller.PostAsync(Door, Bodies.Small())).ToList();
        await TestServer.UntilAsync(() => Task.FromResult(server.Logs.Lines.Count(IsAdoption) == before + 9));
        await server.ResumeAsync();
        var answers = await Task.WhenAll(asking);

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Single(answers.Select(answer => answer.TextAt("generation_id")).Distinct());
        Assert.Equal(99_500, await caller.BalanceAsync());
    }

    [Theory]
    [InlineData("\"seed\": 1")]
    [InlineData("\"n\": 2")]
    public async Task Create_AnswerLostButTheRequestDiffers_IsAnother(string difference)
    {
        var caller = await server.AddCallerAsync();
        await LoseAnswerAsync(caller, Bodies.Small());

        var other = await caller.PostAsync(Door, Bodies.Small(difference));

        Assert.Null(other.Header("Atelier-Reused"));
        Assert.Equal(2, await CountAsync(caller));
    }

    [Fact]
    public async Task Create_AnswerLostLongAgo_IsAnother()
    {
        var caller = await server.AddCallerAsync();
        await LoseAnswerAsync(caller, Bodies.Small());
        await server.House.ExecuteAsync(
            "UPDATE generations SET created_at = created_at - interval '16 minutes' WHERE account_id = @AccountId",
            new { caller.AccountId }
        );

        Assert.Null((await caller.PostAsync(Door, Bodies.Small())).Header("Atelier-Reused"));
        Assert.Equal(2, await CountAsync(caller));
    }

    [Fact]
    public async Task Create_AnswerLostAtAnotherKey_IsAnother()
    {
        var caller = await server.AddCallerAsync();
        await LoseAnswerAsync(caller, Bodies.Small());
        var other = new TestCaller(
            server,
            caller.AccountId,
            await server.House.AddKeyAsync(caller.AccountId, "generate")
        );

        Assert.Null((await other.PostAsync(Door, Bodies.Small())).Header("Atelier-Reused"));
        Assert.Equal(2, await CountAsync(caller));
    }

    [Fact]
    public async Task Create_AnswerLostAndCanceledSince_IsAnother()
    {
        var caller = await server.AddCallerAsync();
        var id = await LoseAnswerAsync(caller, Bodies.Small(), resume: false);
        Assert.Equal(200, (await caller.DeleteAsync($"/v1/generations/{id}")).Status);
        await server.ResumeAsync();

        Assert.Equal(200, (await caller.PostAsync(Door, Bodies.Small())).Status);
        Assert.Equal(2, await CountAsync(caller));
    }

    [Fact]
    public async Task Create_NamedByIdempotencyKeys_AreNeverTakenForEachOther()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var one = caller.PostAsync(Door, Bodies.Small(), ("Idempotency-Key", "one"));
        var two = caller.PostAsync(Door, Bodies.Small(), ("Idempotency-Key", "two"));
        await TestServer.UntilAsync(async () => await CountAsync(caller) == 2);
        await server.ResumeAsync();

        Assert.NotEqual((await one).TextAt("generation_id"), (await two).TextAt("generation_id"));
    }

    [Fact]
    public async Task DotNetClient_ConnectionCutWhileItWaits_GetsItsPictureAndPaysOnce()
    {
        var caller = await server.AddCallerAsync();
        await using var proxy = new CuttingProxy(server.Url);
        // As it comes: three retries of its own.
        var client = new ImageClient(
            "local-painter",
            new ApiKeyCredential(caller.Key),
            new OpenAIClientOptions { Endpoint = new Uri(proxy.Url, "/v1") }
        );
        await server.PauseAsync();

        var picture = client.GenerateImageAsync(
            Bodies.Prompt,
            new ImageGenerationOptions { Size = new(64, 48) },
            Cancel
        );
        await TestServer.UntilAsync(async () => await CountAsync(caller) == 1);
        var adopted = server.Logs.Lines.Count(IsAdoption);
        proxy.Cut();
        await TestServer.UntilAsync(() => Task.FromResult(server.Logs.Lines.Count(IsAdoption) == adopted + 1));
        await OnlyWaitsAsync(1);
        await server.ResumeAsync();

        Assert.Equal(2, proxy.Connections);

        Assert.NotEmpty((await picture).Value.ImageBytes.ToArray());
        Assert.Equal(1, await CountAsync(caller));
        Assert.Equal(99_500, await caller.BalanceAsync());
    }

    private async Task<Guid> LoseAnswerAsync(TestCaller caller, string body, bool resume = true)
    {
        await server.PauseAsync();
        await using (var proxy = new CuttingProxy(server.Url))
        {
            var lost = caller.PostThroughAsync(proxy.Url, Door, body);
            await TestServer.UntilAsync(async () => await CountAsync(caller) == 1);
            proxy.Cut();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => lost);
            await OnlyWaitsAsync(0);
        }

        if (resume)
        {
            await server.ResumeAsync();
        }

        return await server.House.ScalarAsync<Guid>(
            "SELECT id FROM generations WHERE account_id = @AccountId",
            new { caller.AccountId }
        );
    }

    // Until the server has noticed what was cut: an answer that it could still write would count as delivered.
    private Task OnlyWaitsAsync(int requests)
    {
        const string Open = "http_server_active_requests{http_request_method=\"POST\",url_scheme=\"http\"} ";
        return TestServer.UntilAsync(async () =>
            (await server.Owner().GetAsync("/metrics")).Text.Split('\n').Contains($"{Open}{requests}")
        );
    }

    private static bool IsAdoption(string line) =>
        line.Contains("whose answer was not delivered", StringComparison.Ordinal);

    private Task<long> CountAsync(TestCaller caller) =>
        server.House.ScalarAsync<long>(
            "SELECT count(*) FROM generations WHERE account_id = @AccountId",
            new { caller.AccountId }
        );
}
