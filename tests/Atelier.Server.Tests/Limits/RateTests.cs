using System.Globalization;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Limits;

/// <summary>How often and how much an account may ask for, as a caller sees it.</summary>
public sealed class RateTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string OpenAi = "/v1/images/generations";
    private const string Native = "/v1/generations";

    // Nothing is painted: what counts is what is accepted.
    public async ValueTask InitializeAsync() => await server.PauseAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(OpenAi)]
    [InlineData(Native)]
    [Trait("Requirement", "C-69")]
    public async Task Create_HundredInAMinute_StartTenAndTellTheRestWhen(string door)
    {
        var caller = await server.AddCallerAsync(tier: "paid");

        var answers = await Together.RunAsync(100, index => SendAsync(caller, door, index));

        Assert.Equal(10, answers.Count(answer => answer.Status == 202));
        var refused = answers.Where(answer => answer.Status != 202).ToList();
        Assert.Equal(90, refused.Count);
        Assert.All(refused, answer => Refusal.IsOf(door, answer, 429, "rate_limited"));
        Assert.All(refused, answer => Assert.InRange(Number(answer, "Retry-After"), 1, 60));
        Assert.All(refused, answer => Assert.Equal("0", answer.Header("RateLimit-Remaining")));
        Assert.All(refused, answer => Assert.Equal("10", answer.Header("RateLimit-Limit")));
        Assert.All(refused, answer => Assert.Equal(answer.Header("Retry-After"), answer.Header("RateLimit-Reset")));
        Assert.All(answers, HasNoOldHeaders);
        // What was told is true.
        await server.House.MoveClockAsync(
            TimeSpan.FromSeconds(refused.Max(answer => Number(answer, "Retry-After")) + 1)
        );
        Assert.Equal(202, (await SendAsync(caller, door, 100)).Status);
    }

    [Fact]
    public async Task Create_Accepted_SaysWhatIsLeft()
    {
        var caller = await server.AddCallerAsync(tier: "paid", limited: true);

        var first = await SendAsync(caller, Native, 1);
        var second = await SendAsync(caller, OpenAi, 2);

        Assert.Equal(("10", "9"), (first.Header("RateLimit-Limit"), first.Header("RateLimit-Remaining")));
        Assert.Equal(("10", "8"), (second.Header("RateLimit-Limit"), second.Header("RateLimit-Remaining")));
        Assert.InRange(Number(first, "RateLimit-Reset"), 1, 60);
        Assert.Equal("10;w=60, 100;w=3600, 500;w=86400, 100;w=86400", first.Header("RateLimit-Policy"));
        Assert.Null(first.Header("Retry-After"));
    }

    [Fact]
    public async Task Create_Premium_HasNoLimitAndNoHeaders()
    {
        var caller = await server.AddCallerAsync(limited: true);

        for (var index = 0; index < 12; index++)
        {
            var answer = await SendAsync(caller, Native, index);
            Assert.Equal(202, answer.Status);
            Assert.Null(answer.Header("RateLimit-Limit"));
            Assert.Null(answer.Header("RateLimit-Policy"));
        }
    }

    [Fact]
    public async Task Create_ReplaysAndRefusals_TakeNoPlace()
    {
        var caller = await server.AddCallerAsync(tier: "paid");
        for (var index = 0; index < 9; index++)
        {
            Assert.Equal(202, (await SendAsync(caller, Native, index)).Status);
        }

        var body = Bodies.Small("\"seed\": 99");
        for (var again = 0; again < 5; again++)
        {
            var replay = await caller.PostAsync(Native, body, ("Idempotency-Key", "one"), ("Prefer", "respond-async"));
            Assert.Equal(202, replay.Status);
            Assert.Equal(again == 0, replay.Header("RateLimit-Limit") is not null);
            Assert.Equal(400, (await caller.PostAsync(Native, "{}")).Status);
        }

        Refusal.IsProblem(await SendAsync(caller, Native, 100), 429, "rate_limited");
    }

    [Theory]
    [InlineData(OpenAi)]
    [InlineData(Native)]
    [Trait("Requirement", "B-51")]
    public async Task Create_FiftyOfAFreshFreeAccount_StartExactlyFive(string door)
    {
        var caller = await server.AddCallerAsync(tier: "free", limited: true);

        var answers = await Together.RunAsync(50, index => SendAsync(caller, door, index));

        Assert.Equal(5, answers.Count(answer => answer.Status == 202));
        var refused = answers.Where(answer => answer.Status != 202).ToList();
        Assert.All(refused, answer => Refusal.IsOf(door, answer, 429, "quota_exceeded"));
        Assert.All(
            refused,
            answer => Assert.Contains("Daily limit of 5 images reached", answer.Text, StringComparison.Ordinal)
        );
        Assert.All(refused, answer => Assert.InRange(Number(answer, "Retry-After"), 1, 86_400));
        Assert.All(
            refused,
            answer => Assert.Equal(("5", "0"), (answer.Header("RateLimit-Limit"), answer.Header("RateLimit-Remaining")))
        );
        // Three run and two wait; canceled before anything was sent, all are given back.
        foreach (var accepted in answers.Where(answer => answer.Status == 202))
        {
            Assert.Equal(200, (await caller.DeleteAsync(accepted.Header("Location")!)).Status);
        }

        Assert.Equal(202, (await SendAsync(caller, door, 100)).Status);
    }

    [Fact]
    [Trait("Requirement", "C-77")]
    public async Task Create_FiveOfAFreeAccount_RunThreeAndHoldTwo()
    {
        var caller = await server.AddCallerAsync(tier: "free", limited: true);
        for (var index = 0; index < 5; index++)
        {
            Assert.Equal(202, (await SendAsync(caller, Native, index)).Status);
        }

        Assert.Equal(
            "held 2,ready 3",
            await server.House.ScalarAsync<string>(
                """
                SELECT string_agg(state || ' ' || times, ',' ORDER BY state) FROM
                  (SELECT state, count(*) AS times FROM queue WHERE account_id = @AccountId GROUP BY state) states
                """,
                caller
            )
        );
    }

    private static Task<Answer> SendAsync(TestCaller caller, string door, int seed) =>
        caller.PostAsync(door, Bodies.Small($"\"seed\": {seed}"), ("Prefer", "respond-async"));

    private static int Number(Answer answer, string header) =>
        int.Parse(answer.Header(header)!, NumberStyles.None, CultureInfo.InvariantCulture);

    private static void HasNoOldHeaders(Answer answer)
    {
        Assert.Null(answer.Header("X-RateLimit-Limit"));
        Assert.Null(answer.Header("X-RateLimit-Remaining"));
    }
}
