using System.Diagnostics;
using Atelier.Engine.Quoting;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Routing;

/// <summary><c>POST /v1/quotes</c>: what a request would cost and take.</summary>
public sealed class QuoteTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/quotes";

    [Fact]
    public async Task Quote_ARequest_NamesWhatWouldBeReservedAndReservesNothing()
    {
        var caller = await server.AddCallerAsync(credits: 10);

        var quote = await caller.PostAsync(Door, Bodies.Small("\"n\": 3"));
        var generation = await caller.PostAsync("/v1/generations", Bodies.Small("\"n\": 3"));

        Assert.True(quote.Status == 200, quote.Text);
        Assert.Equal("quote", quote.TextAt("object"));
        Assert.Equal("local-painter", quote.TextAt("model"));
        Assert.Equal(3, quote.At("price.n").GetInt32());
        Assert.Equal(generation.At("price.each").GetDecimal(), quote.At("price.each").GetDecimal());
        Assert.Equal(generation.At("price.reserved").GetDecimal(), quote.At("price.most").GetDecimal());
        Assert.Equal(10m, quote.At("affordable.credits_left").GetDecimal());
        Assert.True(quote.At("affordable.now").GetBoolean());
    }

    [Fact]
    public async Task Quote_WithoutHistory_SaysWhyThereIsNoEta()
    {
        await server.House.ExecuteAsync("UPDATE generations SET state = 'failed' WHERE state = 'complete'");
        await Times.RunOnceAsync(TestContext.Current.CancellationToken);

        var quote = await (await server.AddCallerAsync()).PostAsync(Door, Bodies.Small());

        Assert.False(quote.Json.TryGetProperty("eta", out _));
        Assert.Contains("local-painter at local", quote.TextAt("eta_reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quote_WithHistory_GoesByItAndByTheWait()
    {
        var caller = await server.AddCallerAsync();
        await caller.GenerateAsync(Bodies.Small());
        await Times.RunOnceAsync(TestContext.Current.CancellationToken);
        var free = await caller.PostAsync(Door, Bodies.Small());
        await server.PauseAsync();
        await server.House.ExecuteAsync("UPDATE lanes SET paused_until = atelier.now() + interval '100 s'");
        await Times.RunOnceAsync(TestContext.Current.CancellationToken);
        var paused = await caller.PostAsync(Door, Bodies.Small());
        await server.ResumeAsync();
        await Times.RunOnceAsync(TestContext.Current.CancellationToken);

        Assert.True(free.At("eta.samples").GetInt64() > 0, free.Text);
        Assert.InRange(free.At("eta.p50_seconds").GetDouble(), 0, free.At("eta.p95_seconds").GetDouble());
        Assert.Equal(0, free.At("eta.wait_seconds").GetDouble());
        Assert.InRange(paused.At("eta.wait_seconds").GetDouble(), 80, 100);
        Assert.True(paused.At("eta.p50_seconds").GetDouble() >= paused.At("eta.wait_seconds").GetDouble());
    }

    [Fact]
    public async Task Quote_WhatTheAccountHas_IsToldWithoutPromise()
    {
        var poor = await server.AddCallerAsync(credits: 1);
        var free = await server.AddCallerAsync(credits: 100, tier: "free", limited: true);

        var dear = await poor.PostAsync(Door, Bodies.Small("\"n\": 10, \"quality\": \"ultra\""));
        var many = await free.PostAsync(Door, Bodies.Small("\"n\": 6"));
        var few = await free.PostAsync(Door, Bodies.Small("\"n\": 5"));

        Assert.False(dear.At("affordable.credits").GetBoolean());
        Assert.False(dear.At("affordable.now").GetBoolean());
        Assert.Equal(-1, dear.At("affordable.pictures_left_today").GetInt32());
        Assert.Equal(5, many.At("affordable.pictures_left_today").GetInt32());
        Assert.Equal((false, false), (many.At("affordable.day").GetBoolean(), many.At("affordable.now").GetBoolean()));
        Assert.True(few.At("affordable.now").GetBoolean());
        Assert.Equal(100_000, await free.BalanceAsync());
    }

    [Fact]
    public async Task Quote_NothingCanDoIt_IsRefusedAsAtTheNativeDoor()
    {
        var caller = await server.AddCallerAsync();

        var quote = await caller.PostAsync(Door, Bodies.Midjourney());

        Assert.Equal((400, "model_not_found"), (quote.Status, quote.TextAt("code")));
        Assert.Equal(400, (await caller.PostAsync(Door, """{"prompt": "a lake", "n": 11}""")).Status);
    }

    // The best of many: this machine has other work too, which slows whatever it meets.
    [Fact]
    public async Task Quote_FromMemory_TakesLessThan50Milliseconds()
    {
        var caller = await server.AddCallerAsync();

        await TestServer.UntilAsync(async () =>
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(200, (await caller.PostAsync(Door, Bodies.Small())).Status);
            return Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(50);
        });
    }

    private OfferTimes Times => server.Services.GetRequiredService<OfferTimes>();
}
