using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Progress;

/// <summary>What the stream tells when something goes wrong on the way.</summary>
public sealed class FailedProgressTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    [Trait("Requirement", "C-16")]
    [Trait("Requirement", "C-67")]
    public async Task Fallback_IsToldWhileItHappensAndProgressNeverFalls()
    {
        var caller = await server.Server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server.Server, caller);
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);

        var made = await server.MakeAtLegNextAsync(caller, Bodies.Flare("\"fallback\": \"declared\""));

        server.OpenAi.ClearFaults();
        var messages = await watcher.ReadToEndOfAsync(EmulatedServer.IdOf(made.TextAt("id")!));
        ProgressTests.AssertInOrder(messages);
        var told = messages.FindAll(message => !message.IsReady && message.Data.TryGetProperty("notice", out _));
        var notice = told[^1].At("notice");
        Assert.Equal("generating", told[^1].Status);
        Assert.Equal("PROVIDER_UNAVAILABLE", notice.GetProperty("code").GetString());
        Assert.Equal("openai", notice.GetProperty("provider").GetString());
        Assert.Equal("legnext", notice.GetProperty("trying").GetString());
        // Why exactly is the operator's business.
        Assert.Equal("turned the call away", notice.GetProperty("reason").GetString());
        Assert.True(notice.GetProperty("retryable").GetBoolean());
        Assert.Equal(30, notice.GetProperty("retryAfter").GetInt32());
        Assert.Contains("legnext", notice.GetProperty("suggestion").GetString(), StringComparison.Ordinal);
        Assert.All(messages.Where(message => !message.IsReady), message => Assert.Null(message.Text("error")));
        var native = await caller.GetAsync($"/v1/generations/{made.TextAt("id")}/events");
        Assert.Contains(
            "\"notice\":{\"kind\":\"trying_another\",\"provider\":\"openai\",\"reason\":\"turned the call away\",\"trying\":\"legnext\"}",
            native.Text,
            StringComparison.Ordinal
        );
        // Who comes later and asks for all is told the same.
        using var again = await Watcher.OpenAsync(server.Server, caller, "after=0");
        var all = await again.ReadyAsync();
        Assert.Equal(told.Count, all.Count(message => message.Data.TryGetProperty("notice", out _)));
        ProgressTests.AssertInOrder(all);
    }

    [Fact]
    [Trait("Requirement", "C-16")]
    [Trait("Requirement", "C-66")]
    public async Task Failure_OfAll_SaysWhoWasTriedAndKeepsTheProgress()
    {
        var caller = await server.Server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server.Server, caller);
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);
        EmulatedServer.Fault(server.LegNext, FaultAction.OutOfCredits, always: true);

        var failed = await caller.PostAsync("/v1/generations", Bodies.Any(), ("Prefer", "wait=60"));

        server.OpenAi.ClearFaults();
        server.LegNext.ClearFaults();
        var messages = await watcher.ReadToEndOfAsync(EmulatedServer.IdOf(failed.TextAt("id")!));
        ProgressTests.AssertInOrder(messages);
        var last = messages[^1];
        Assert.Equal(("failed", 20, "model_inference"), (last.Status, last.Progress, last.Stage));
        Assert.Null(last.Reason);
        Assert.Equal("SERVICE_UNAVAILABLE", last.At("error.code").GetString());
        Assert.Equal(failed.TextAt("error.message"), last.At("error.message").GetString());
        Assert.True(last.At("error.retryable").GetBoolean());
        Assert.Equal(30, last.At("error.retryAfter").GetInt32());
        var tried = last.At("error.details.tried").EnumerateArray().ToList();
        Assert.Contains(tried, one => one.GetProperty("provider").GetString() == "openai");
        Assert.Contains(tried, one => one.GetProperty("provider").GetString() == "legnext");
        Assert.All(tried, one => Assert.Equal("turned the call away", one.GetProperty("reason").GetString()));
        Assert.False(last.Data.TryGetProperty("estimatedTimeRemaining", out _));
    }

    [Fact]
    public async Task Refusal_OfAProvider_IsAViolationAndNotToBeRepeated()
    {
        var caller = await server.Server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server.Server, caller);
        EmulatedServer.Fault(server.OpenAi, FaultAction.Refuse);

        var failed = await caller.PostAsync("/v1/generations", Bodies.Flare(), ("Prefer", "wait=60"));

        var last = (await watcher.ReadToEndOfAsync(EmulatedServer.IdOf(failed.TextAt("id")!)))[^1];
        Assert.Equal(("failed", "CONTENT_POLICY"), (last.Status, last.At("error.code").GetString()));
        Assert.True(last.At("error.contentPolicyViolation").GetBoolean());
        Assert.False(last.At("error.retryable").GetBoolean());
        Assert.False(last.At("error").TryGetProperty("retryAfter", out _));
        Assert.True(last.At("error.details.contentPolicy.violated").GetBoolean());
        Assert.NotEmpty(last.At("error.details.contentPolicy.categories").EnumerateArray());
    }

    [Fact]
    [Trait("Requirement", "C-66")]
    public async Task Cancel_ShowsAsFailedWithItsReason()
    {
        var caller = await server.Server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server.Server, caller);
        await watcher.ReadyAsync();
        await server.Server.PauseAsync();
        var address = await caller.StartAsync(Bodies.Flare());

        await caller.DeleteAsync(address);

        await server.Server.ResumeAsync();
        var last = (await watcher.ReadToEndOfAsync(EmulatedServer.IdOf(address)))[^1];
        Assert.Equal(("failed", "canceled", 0), (last.Status, last.Reason, last.Progress));
        Assert.Equal("CANCELED", last.At("error.code").GetString());
        Assert.False(last.At("error.retryable").GetBoolean());
    }

    [Fact]
    [Trait("Requirement", "C-65")]
    public async Task Estimate_IsWhatTheOfferTakesLessWhatHasGone()
    {
        var caller = await server.Server.AddCallerAsync();
        using var watcher = await Watcher.OpenAsync(server.Server, caller);
        await watcher.ReadyAsync();
        var address = await caller.StartAsync(Bodies.Midjourney());
        await server.WaitForTaskAsync(address);
        var generating = (await watcher.ReadToAsync(message => message.Status == "generating"))[^1];
        await server.Server.House.ExecuteAsync(
            "UPDATE attempts SET intent_at = intent_at - interval '4 seconds' WHERE generation_id = @id",
            new { id = EmulatedServer.IdOf(address) }
        );
        using var later = await Watcher.OpenAsync(server.Server, caller);
        var soon = Assert.Single(await later.ReadyAsync());
        await server.Server.House.ExecuteAsync(
            "UPDATE attempts SET intent_at = intent_at - interval '1 hour' WHERE generation_id = @id",
            new { id = EmulatedServer.IdOf(address) }
        );
        using var last = await Watcher.OpenAsync(server.Server, caller);
        var never = Assert.Single(await last.ReadyAsync());
        await server.EndTasksAsync(address);
        Assert.Equal("complete", (await caller.EndOfAsync(address)).TextAt("state"));

        Assert.InRange(generating.Remaining!.Value, 5, 60);
        Assert.InRange(soon.Remaining!.Value, 1, generating.Remaining.Value - 3);
        Assert.Equal(0, never.Remaining);
        Assert.Null((await watcher.ReadToEndOfAsync(EmulatedServer.IdOf(address)))[^1].Remaining);
    }
}
