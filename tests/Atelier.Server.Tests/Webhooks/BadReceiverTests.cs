using Atelier.Engine.Webhooks;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Atelier.Server.Tests.Webhooks;

/// <summary>Receivers that refuse, hang, redirect, hang up, are gone, or send for ever.</summary>
public sealed class BadReceiverTests(HookServer hooks) : IClassFixture<HookServer>
{
    private const string Elsewhere = "http://127.0.0.1:1/elsewhere";

    [Theory]
    [InlineData("refuses", "status", 500)]
    [InlineData("redirects", "redirect", 308)]
    [InlineData("hangs up", "cut", null)]
    public async Task Receiver_ThatFails_IsTriedAgainUnderTheSameId(string how, string error, int? status)
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = Behaviour(how);
        var caller = await hooks.AddCallerAsync();
        var (path, secret) = await hooks.AddAsync(caller, receiver);
        await caller.PostAsync($"{path}/test", "");

        await IsTriedAgainAsync(hooks, caller, receiver, path, secret, error, status);
    }

    [Fact]
    public async Task Receiver_ThatHangs_IsTriedAgainUnderTheSameId()
    {
        var time = new FakeTimeProvider();
        await using var own = new HookServer { Time = time };
        await own.InitializeAsync();
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = Behaviour("hangs");
        var caller = await own.AddCallerAsync();
        var (path, secret) = await own.AddAsync(caller, receiver);
        await caller.PostAsync($"{path}/test", "");
        await receiver.NthAsync(1);
        var patience = new WebhookOptions().Timeout;

        time.Advance(patience - TimeSpan.FromMilliseconds(1));
        var early = (await caller.GetAsync($"{path}/deliveries")).At("data")[0];
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.False(early.TryGetProperty("last_error", out _));
        await IsTriedAgainAsync(own, caller, receiver, path, secret, "timeout", null);
    }

    private static async Task IsTriedAgainAsync(
        HookServer of,
        TestCaller caller,
        HookReceiver receiver,
        string path,
        string secret,
        string error,
        int? status
    )
    {
        var failed = await HookServer.DeliveryAsync(caller, path, one => one.TryGetProperty("last_error", out _));

        Assert.Equal(
            ("pending", error, status),
            (
                failed.GetProperty("status").GetString(),
                failed.GetProperty("last_error").GetString(),
                failed.TryGetProperty("last_status_code", out var code) ? code.GetInt32() : null
            )
        );
        Assert.True((await caller.GetAsync(path)).Json.TryGetProperty("failing_since", out _));
        receiver.Answer = HookReceiver.Status(200);
        await of.Server.House.MoveClockAsync(TimeSpan.FromSeconds(6));
        var delivered = await HookServer.DeliveryAsync(
            caller,
            path,
            one => one.GetProperty("status").GetString() == "delivered"
        );
        Assert.Equal(2, delivered.GetProperty("attempts").GetInt32());
        Assert.Equal(receiver.Received[0].Id, receiver.Received[^1].Id);
        Assert.True(receiver.Received[^1].IsSignedWith(secret));
        Assert.False((await caller.GetAsync(path)).Json.TryGetProperty("failing_since", out _));
    }

    [Fact]
    public async Task Receiver_ThatIsTooBusy_IsLeftAloneAsLongAsItAsks()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = HookReceiver.Status(429, ("Retry-After", "3600"));
        var caller = await hooks.AddCallerAsync();
        var (path, _) = await hooks.AddAsync(caller, receiver);
        await caller.PostAsync($"{path}/test", "");

        var failed = await HookServer.DeliveryAsync(caller, path, one => one.TryGetProperty("last_error", out _));

        var pause =
            failed.GetProperty("next_at").GetDateTimeOffset() - failed.GetProperty("last_at").GetDateTimeOffset();
        Assert.InRange(pause, TimeSpan.FromSeconds(3599), TimeSpan.FromSeconds(3601));
    }

    [Fact]
    public async Task Receiver_ThatIsGone_IsDisabledAtOnce()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var other = await HookReceiver.StartAsync();
        receiver.Answer = HookReceiver.Status(410);
        var caller = await hooks.AddCallerAsync();
        var (path, _) = await hooks.AddAsync(caller, receiver);
        await hooks.AddAsync(caller, other, """, "events": ["webhook.disabled"]""");
        await caller.PostAsync($"{path}/test", "");

        await HookServer.DeliveryAsync(caller, path, one => one.GetProperty("status").GetString() == "failed");

        var shown = await caller.GetAsync(path);
        Assert.Equal((true, "gone"), (shown.At("disabled").GetBoolean(), shown.TextAt("disabled_reason")));
        Assert.Equal(409, (await caller.PostAsync($"{path}/test", "")).Status);
        var told = await other.NthAsync(1);
        Assert.Equal("webhook.disabled", told.Type);
        Assert.Equal(shown.TextAt("id"), told.Json.GetProperty("data").GetProperty("webhook_id").GetString());
        Assert.Contains(
            hooks.Server.Logs.Lines,
            line => line.Contains($"{shown.TextAt("id")} of account", StringComparison.Ordinal)
        );
        // Switched on again, what failed can be brought back.
        receiver.Answer = HookReceiver.Status(200);
        var revived = await caller.SendAsync(HttpMethod.Patch, path, Json("""{"disabled": false}"""));
        Assert.False(revived.At("disabled").GetBoolean());
        var since = shown.At("created_at").GetString();
        var recovered = await caller.PostAsync($"{path}/recover", $$"""{"since": "{{since}}"}""");
        Assert.Equal((202, 1), (recovered.Status, recovered.At("messages").GetInt32()));
        await HookServer.DeliveryAsync(caller, path, one => one.GetProperty("status").GetString() == "delivered");
    }

    [Fact]
    public async Task Receiver_ThatSendsForEver_HasGotItAllTheSame()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
            }
        };
        var caller = await hooks.AddCallerAsync();
        var (path, _) = await hooks.AddAsync(caller, receiver);
        await caller.PostAsync($"{path}/test", "");

        var delivered = await HookServer.DeliveryAsync(
            caller,
            path,
            one => one.GetProperty("status").GetString() == "delivered"
        );

        Assert.Equal(200, delivered.GetProperty("last_status_code").GetInt32());
    }

    [Fact]
    public async Task Receiver_OfOneGenerationThatIsGone_IsNotToldAgain()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = HookReceiver.Status(410);
        var caller = await hooks.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Small($"\"webhook_url\": \"{receiver.Url}\""));
        await receiver.NthAsync(1);

        await TestServer.UntilAsync(async () =>
            await hooks.Server.House.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM webhook_deliveries WHERE account_id = @AccountId AND state = 'failed')",
                new { caller.AccountId }
            )
        );
    }

    [Fact]
    public async Task Receiver_ThatIsNoLongerAllowed_IsNotReached()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var caller = await hooks.AddCallerAsync();
        var (path, _) = await hooks.AddAsync(caller, receiver);
        await hooks.Server.House.ExecuteAsync(
            "UPDATE webhook_endpoints SET url = 'ftp://127.0.0.1/' WHERE account_id = @AccountId",
            new { caller.AccountId }
        );
        await caller.PostAsync($"{path}/test", "");

        var failed = await HookServer.DeliveryAsync(caller, path, one => one.TryGetProperty("last_error", out _));

        Assert.Equal("address_not_allowed", failed.GetProperty("last_error").GetString());
        Assert.Empty(receiver.Received);
    }

    private static Func<HttpContext, Task> Behaviour(string how) =>
        how switch
        {
            "refuses" => HookReceiver.Status(500),
            "redirects" => HookReceiver.Status(308, ("Location", Elsewhere)),
            "hangs" => context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted),
            _ => context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
        };

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
