using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Limits;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Tests.Wall;

/// <summary>Guessing keys, sign-in codes and tickets.</summary>
public sealed class GuessTests(WalledServer walled) : IClassFixture<WalledServer>
{
    private const int Most = 20;

    private readonly TestServer _server = walled.Server;

    [Fact]
    public async Task Key_WrongTwentyTimes_ClosesTheAddressForRightOnesToo()
    {
        const string Address = "198.51.100.1";
        var caller = await _server.AddCallerAsync();
        for (var guess = 0; guess < Most; guess++)
        {
            Assert.Equal(401, (await GuessAsync(Address)).Status);
        }

        var wrong = await GuessAsync(Address);
        var right = await caller.GetAsync("/v1/models", ("X-Forwarded-For", Address));

        Refusal.IsOpenAi(wrong, 429, "rate_limited");
        Refusal.IsOpenAi(right, 429, "rate_limited");
        Assert.InRange(int.Parse(wrong.Header("Retry-After")!, null), 1, 15 * 60);
        Assert.Equal(200, (await caller.GetAsync("/v1/models", ("X-Forwarded-For", "198.51.100.2"))).Status);
        Assert.Equal(200, (await _server.Nobody().GetAsync("/healthz", ("X-Forwarded-For", Address))).Status);
        Assert.DoesNotContain(
            _server.Logs.Lines,
            line => line.Contains("guess", StringComparison.Ordinal) && line.Contains(Address, StringComparison.Ordinal)
        );
        Assert.Contains(_server.Logs.Lines, line => line.Contains("is turned away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_ThatWasRightBefore_PassesAClosedAddress()
    {
        const string Address = "198.51.100.3";
        var caller = await _server.AddCallerAsync();
        Assert.Equal(200, (await caller.GetAsync("/v1/models", ("X-Forwarded-For", Address))).Status);
        for (var guess = 0; guess < Most; guess++)
        {
            await GuessAsync(Address);
        }

        Assert.Equal(429, (await GuessAsync(Address)).Status);
        Assert.Equal(200, (await caller.GetAsync("/v1/models", ("X-Forwarded-For", Address))).Status);

        await _server.House.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = atelier.now() WHERE account_id = @AccountId",
            caller
        );
        Assert.Equal(401, (await caller.GetAsync("/v1/models", ("X-Forwarded-For", Address))).Status);
        Assert.Equal(429, (await caller.GetAsync("/v1/models", ("X-Forwarded-For", Address))).Status);
    }

    [Fact]
    public async Task Key_GuessedFromInventedAddresses_CountsForTheOneThatTheProxySaw()
    {
        for (var guess = 0; guess < Most; guess++)
        {
            Assert.Equal(401, (await GuessAsync($"203.0.113.{guess}, 198.51.100.4")).Status);
        }

        Assert.Equal(429, (await GuessAsync("203.0.113.200, 198.51.100.4")).Status);
    }

    [Fact]
    public async Task Key_GuessedFromOneNetOfIpV6_CountsAsOne()
    {
        for (var guess = 0; guess < Most; guess++)
        {
            Assert.Equal(401, (await GuessAsync($"2001:db8:7:7::{guess + 1:x}")).Status);
        }

        Assert.Equal(429, (await GuessAsync("2001:db8:7:7:ffff::1")).Status);
        Assert.Equal(401, (await GuessAsync("2001:db8:7:8::1")).Status);
    }

    [Fact]
    public async Task Code_WrongTwentyTimes_ClosesTheAddressForCodesOnly()
    {
        const string Address = "198.51.100.5";
        for (var guess = 0; guess < Most; guess++)
        {
            Assert.Equal(401, (await SignInAsync($"guess-{guess}", Address)).Status);
        }

        var answer = await SignInAsync("guess", Address);

        Refusal.IsProblem(answer, 429, "rate_limited");
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.Equal(401, (await GuessAsync(Address)).Status);
    }

    [Fact]
    public async Task Ticket_WrongTwentyTimes_ClosesTheAddress()
    {
        const string Address = "198.51.100.6";
        const string Door = "/v1/generations/01931c00-0000-7000-8000-000000000000/events?ticket=";
        for (var guess = 0; guess < Most; guess++)
        {
            Assert.Equal(
                401,
                (await _server.Nobody().GetAsync($"{Door}tkt_guess{guess}", ("X-Forwarded-For", Address))).Status
            );
        }

        Assert.Equal(429, (await _server.Nobody().GetAsync($"{Door}tkt_guess", ("X-Forwarded-For", Address))).Status);
    }

    [Fact]
    public async Task WrongAsync_TwoNodesAtOnce_CountTogetherAndOpenWithTime()
    {
        var time = new FakeTimeProvider();
        var nodes = new[] { Sut(time), Sut(time) };
        var context = Places.From("198.51.100.7");
        await Together.RunAsync(
            30,
            async number =>
            {
                await WrongAsync(nodes[number % 2], context, $"guess-{number}");
                return number;
            }
        );

        foreach (var node in nodes)
        {
            // One whose guesses all came before the last that is let through hears of it at its next.
            await WrongAsync(node, context, "one more");
            var refused = await RefusedAsync(node, context);
            Assert.InRange(refused.RetryAfterSeconds!.Value, 1, 15 * 60);
        }

        Assert.Equal(
            Most,
            await _server.House.ScalarAsync<int>(
                "SELECT used FROM call_windows WHERE scope = @scope ORDER BY ends_at DESC LIMIT 1",
                new { scope = GuessGuard.Keys }
            )
        );
        time.Advance(TimeSpan.FromMinutes(15));
        (await nodes[0].BeginAsync(context, GuessGuard.Keys, "another")).Dispose();
    }

    [Fact]
    public async Task Key_AHundredWrongOnesAtOnce_AreLookedUpTwentyTimes()
    {
        var answers = await Together.RunAsync(100, _ => GuessAsync("198.51.100.8"));

        // Only who was looked up is told that there is no such key.
        Assert.Equal(Most, answers.Count(answer => answer.Status == 401));
        Assert.Equal(100 - Most, answers.Count(answer => answer.Status == 429));
        Assert.All(answers, answer => Assert.Equal(answer.Status == 429, answer.Header("Retry-After") is not null));
    }

    [Fact]
    public async Task BeginAsync_BurstOfRightOnes_WaitForEachOtherAndAreNeverRefused()
    {
        var sut = Sut(TimeProvider.System);
        var context = Places.From("198.51.100.9");
        var burst = Enumerable
            .Range(0, 5 * Most)
            .Select(number => sut.BeginAsync(context, GuessGuard.Keys, $"right-{number}").AsTask())
            .ToList();
        Assert.Equal(Most, burst.Count(guess => guess.IsCompleted));

        foreach (var waiting in burst)
        {
            using var guess = await waiting;
            guess.Right();
        }

        using var known = await sut.BeginAsync(context, GuessGuard.Keys, "right-0");
        using var other = await sut.BeginAsync(Places.From("198.51.100.10"), GuessGuard.Keys, "unknown");
    }

    [Fact]
    public async Task BeginAsync_GuessesUnderWayThatAreWrong_LeaveFewerPlacesAndCloseForThoseWhoWait()
    {
        var sut = Sut(TimeProvider.System);
        var context = Places.From("198.51.100.11");
        var underWay = new List<Guess>();
        for (var number = 0; number < Most; number++)
        {
            underWay.Add(await sut.BeginAsync(context, GuessGuard.Keys, $"guess-{number}"));
        }

        var waiting = sut.BeginAsync(context, GuessGuard.Keys, "waits").AsTask();
        foreach (var guess in underWay)
        {
            Assert.False(waiting.IsCompleted);
            await guess.WrongAsync();
            guess.Dispose();
        }

        Assert.Equal(ErrorCode.RateLimited, (await Assert.ThrowsAsync<AtelierException>(() => waiting)).Code);
        await RefusedAsync(sut, context);
    }

    [Fact]
    public async Task BeginAsync_CallerWhoHangsUpWhileItWaits_LeavesItsPlaceToOthers()
    {
        var sut = Sut(TimeProvider.System);
        var context = Places.From("198.51.100.12");
        var first = await sut.BeginAsync(context, GuessGuard.Keys, "first");
        for (var number = 1; number < Most; number++)
        {
            await sut.BeginAsync(context, GuessGuard.Keys, $"other-{number}");
        }

        using var hangsUp = new CancellationTokenSource();
        var impatient = Places.From("198.51.100.12");
        impatient.RequestAborted = hangsUp.Token;
        var gone = sut.BeginAsync(impatient, GuessGuard.Keys, "gone").AsTask();
        var waiting = sut.BeginAsync(context, GuessGuard.Keys, "waits").AsTask();
        await hangsUp.CancelAsync();
        first.Dispose();
        first.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        using var served = await waiting;
        Assert.False(sut.BeginAsync(context, GuessGuard.Keys, "one more").AsTask().IsCompleted);
    }

    [Fact]
    public async Task BeginAsync_MoreThanMayWait_AreRefusedAtOnce()
    {
        var sut = Sut(TimeProvider.System);
        var context = Places.From("198.51.100.13");
        var held = Enumerable
            .Range(0, Most + 1000)
            .Select(number => sut.BeginAsync(context, GuessGuard.Keys, $"guess-{number}").AsTask())
            .ToList();

        Assert.Equal(1, (await RefusedAsync(sut, context)).RetryAfterSeconds);
        Assert.DoesNotContain(held, guess => guess.IsFaulted);
    }

    [Fact]
    public void RecentMap_MoreThanItHolds_ForgetsTheOldest()
    {
        var map = new RecentMap<int, string>(10);
        for (var number = 0; number < 1000; number++)
        {
            map.Set(number, "x");
            Assert.InRange(map.Count, 1, 20);
        }

        Assert.Null(map.Find(0));
        Assert.Equal("x", map.Find(999));
        map.Remove(999);
        Assert.Null(map.Find(999));
    }

    [Fact]
    public async Task Key_ThatAlmostMatches_IsLookedUpByItsHashAlone()
    {
        // What is compared is a SHA-256 in an index: how far a guess agrees with a key changes nothing that could be timed.
        var caller = await _server.AddCallerAsync();
        var stored = await _server.House.ScalarAsync<byte[]>(
            "SELECT hash FROM api_keys WHERE account_id = @AccountId",
            caller
        );

        Assert.Equal(ApiKeySecret.Hash(caller.Key), stored);
        Assert.NotEqual(ApiKeySecret.Hash(caller.Key[..^1] + "!")[..4], stored![..4]);
    }

    [Theory]
    [InlineData(1, "203.0.113.9")]
    [InlineData(0)]
    public async Task WrongAsync_AddressThatSpeaksForOthers_IsNamedAsAPossibleProxy(
        int warnings,
        params string[] forwardedFor
    )
    {
        var log = new WarningLog<GuessGuard>();
        var sut = Sut(TimeProvider.System, log);
        var context = Places.From($"198.51.100.{20 + warnings}", forwardedFor);

        for (var guess = 0; guess < Most; guess++)
        {
            await WrongAsync(sut, context, $"proxy-{guess}");
        }

        Assert.Equal(
            warnings,
            log.Warnings.Count(text => text.Contains("ATELIER_TRUSTED_PROXIES", StringComparison.Ordinal))
        );
    }

    private GuessGuard Sut(TimeProvider time, ILogger<GuessGuard>? log = null) =>
        new(
            new WindowStore(_server.House.Data),
            Places.Addresses(Places.Settings(), time),
            Places.Settings(),
            Options.Create(new WallOptions()),
            time,
            log ?? NullLogger<GuessGuard>.Instance
        );

    private static async Task WrongAsync(GuessGuard node, HttpContext context, string secret)
    {
        try
        {
            using var guess = await node.BeginAsync(context, GuessGuard.Keys, secret);
            await guess.WrongAsync();
        }
        catch (AtelierException exception)
        {
            Assert.Equal(ErrorCode.RateLimited, exception.Code);
        }
    }

    private static async Task<AtelierException> RefusedAsync(GuessGuard node, HttpContext context) =>
        await Assert.ThrowsAsync<AtelierException>(async () =>
            (await node.BeginAsync(context, GuessGuard.Keys, "another")).Dispose()
        );

    private Task<Answer> GuessAsync(string address) =>
        _server
            .Nobody()
            .GetAsync("/v1/models", ("Authorization", $"Bearer {ApiKeySecret.Create()}"), ("X-Forwarded-For", address));

    private Task<Answer> SignInAsync(string code, string address) =>
        _server.Nobody().PostAsync("/v1/session", $$"""{"code": "{{code}}"}""", ("X-Forwarded-For", address));
}
