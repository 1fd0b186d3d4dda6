using Atelier.Core.Errors;
using Atelier.Data.Accounts;
using Atelier.Data.Limits;
using Atelier.Server.Tests.Serving;
using Atelier.Server.Wall;
using Atelier.TestKit.Racing;
using Atelier.TestKit.Time;
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
                await nodes[number % 2].WrongAsync(context, GuessGuard.Keys, $"guess-{number}");
                return number;
            }
        );

        foreach (var node in nodes)
        {
            // One whose guesses all came before the last that is let through hears of it at its next.
            await node.WrongAsync(context, GuessGuard.Keys, "one more");
            var refused = Assert.Throws<AtelierException>(() => node.Check(context, GuessGuard.Keys, "another"));
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
        nodes[0].Check(context, GuessGuard.Keys, "another");
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
            await sut.WrongAsync(context, GuessGuard.Keys, $"proxy-{guess}");
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

    private Task<Answer> GuessAsync(string address) =>
        _server
            .Nobody()
            .GetAsync("/v1/models", ("Authorization", $"Bearer {ApiKeySecret.Create()}"), ("X-Forwarded-For", address));

    private Task<Answer> SignInAsync(string code, string address) =>
        _server.Nobody().PostAsync("/v1/session", $$"""{"code": "{{code}}"}""", ("X-Forwarded-For", address));
}
