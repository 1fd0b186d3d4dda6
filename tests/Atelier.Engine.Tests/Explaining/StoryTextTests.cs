using System.Reflection;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Engine.Explaining;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;
using Atelier.Engine.Tests.Steps;
using Atelier.Engine.Views;

namespace Atelier.Engine.Tests.Explaining;

public sealed class StoryTextTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly PlannedOffer Flux = Offer("flux-schnell", "piapi");

    private static readonly PlannedOffer Flare = Offer("gpt-image-2.5-flare", "openai", "negative_prompt_dropped");

    [Fact]
    public void Write_AFallbackAfterARefusedConnection_IsOneSentence()
    {
        var detail = Detail("complete", [Flux, Flare], made: [Flare]);
        AttemptStory[] calls =
        [
            Call(AttemptState.NotSent, 0, seconds: 0.2, failure: "not_sent", entry: "clear"),
            Call(AttemptState.Succeeded, 1, seconds: 4.1, entry: "cost", nanos: 13_000_000),
        ];

        Assert.Equal(
            "flux-schnell at piapi could not be reached after 0.2 s, which cost nothing, so gpt-image-2.5-flare at openai "
                + "made it in 4.1 s for $0.013; the negative prompt was left out.",
            Write(detail, calls, dollars: true)
        );
        Assert.Equal(
            "flux-schnell at piapi could not be reached after 0.2 s, which cost nothing, so gpt-image-2.5-flare at openai "
                + "made it in 4.1 s; the negative prompt was left out.",
            Write(detail, calls)
        );
    }

    [Fact]
    public void Write_TriedAgainAtTheSameOffer_IsToldOnce()
    {
        AttemptStory[] calls =
        [
            Call(AttemptState.Failed, 0, seconds: 1, failure: "overloaded", entry: "clear"),
            Call(AttemptState.Failed, 0, seconds: 2, failure: "overloaded", entry: "clear"),
            Call(AttemptState.Failed, 0, seconds: 2, failure: "overloaded", entry: "clear"),
            Call(AttemptState.Succeeded, 0, seconds: 3, entry: "cost", nanos: 1_500_000, estimated: true),
        ];

        Assert.Equal(
            "flux-schnell at piapi was overloaded 3 times, which cost nothing, so it was asked again: flux-schnell at piapi made it "
                + "in 3.0 s for about $0.0015.",
            Write(Detail("complete", [Flux], made: [Flux]), calls, dollars: true)
        );
    }

    [Fact]
    public void Write_OffersOfOneProviderFailedAlike_IsToldOnce()
    {
        var (one, two) = (Offer("one", "openai"), Offer("two", "openai"));
        AttemptStory[] calls =
        [
            Call(AttemptState.Failed, 0, seconds: 1, failure: "out_of_credits", entry: "clear"),
            Call(AttemptState.Failed, 1, seconds: 1, failure: "out_of_credits", entry: "clear"),
            Call(AttemptState.Succeeded, 2, seconds: 3, entry: "cost"),
        ];

        Assert.Equal(
            "one and two at openai each turned the call away, for the operator's account there is empty, which cost nothing, so "
                + "flux-schnell at piapi made it in 3.0 s.",
            Write(Detail("complete", [one, two, Flux], made: [Flux]), calls)
        );
    }

    [Fact]
    public void Write_PicturesOfSeveralOffers_CountsThem()
    {
        var detail = Detail("complete", [Flux, Flare], made: [Flux, Flux, Flare]);
        AttemptStory[] calls =
        [
            Call(AttemptState.Succeeded, 0, seconds: 2, entry: "cost", slots: [0]),
            Call(AttemptState.Succeeded, 0, seconds: 0.01, entry: "cost", slots: [1]),
            Call(AttemptState.Failed, 0, seconds: 0.01, failure: "task_failed", entry: "cost", slots: [2]),
            Call(AttemptState.Succeeded, 1, seconds: 61, entry: "cost", slots: [2]),
        ];

        Assert.Equal(
            "flux-schnell at piapi made 2 pictures in 2 calls of up to 2.0 s, so it was asked again: flux-schnell at piapi ended its "
                + "task without a picture after less than 0.1 s, which the operator paid, so gpt-image-2.5-flare at openai made 1 "
                + "picture in 61.0 s; the negative prompt was left out.",
            Write(detail, calls)
        );
    }

    [Theory]
    [InlineData(
        "refused",
        "clear",
        "content_policy",
        "refused the request after 1.0 s by its content policy, which cost nothing; a refusal by policy ends the chain."
    )]
    [InlineData(
        "server_error",
        "cost",
        "generation_failed",
        "failed with an error of its own after 1.0 s, which the operator paid; no other offer was left to ask."
    )]
    [InlineData(
        "lost",
        null,
        "outcome_unknown",
        "did not answer after 1.0 s, and whether it cost anything is open; it was not asked for again, for that might have been paid twice."
    )]
    [InlineData(
        "overloaded",
        "clear",
        "budget_exceeded",
        "was overloaded after 1.0 s, which cost nothing; the budget had no room for another call."
    )]
    public void Write_NothingCame_SaysWhyItEnded(string failure, string? entry, string error, string end)
    {
        var state = failure == "lost" ? AttemptState.Unknown : AttemptState.Failed;

        var text = Write(Detail("failed", [Flux], made: [], error), [Call(state, 0, 1, failure, entry)]);

        Assert.Equal($"flux-schnell at piapi {end}", text);
    }

    [Theory]
    [InlineData("queued", "flux-schnell at piapi is first in line; nothing was sent yet.")]
    [InlineData("generating", "flux-schnell at piapi is at work on it.")]
    [InlineData("canceled", "It was canceled before anything was sent.")]
    [InlineData("review", "It waits for a person's decision; nothing was called.")]
    public void Write_NothingWasSent_SaysHowItStands(string state, string text) =>
        Assert.Equal(text, Write(Detail(state, [Flux], made: []), []));

    [Fact]
    public void Write_ThePainterCameLast_IsTold()
    {
        var detail = Detail("complete", [Flux, Chains.Painter()], made: [Chains.Painter()]);

        Assert.Equal(
            "flux-schnell at piapi did not accept the operator's key after 1.0 s, which cost nothing, so painter at local painted it, "
                + "which cost nothing.",
            Write(detail, [Call(AttemptState.Failed, 0, 1, "unauthorized", "clear")])
        );
        Assert.Equal(
            "painter at local painted it in 5.0 s, which cost nothing.",
            Write(Detail("complete", [Chains.Painter()], made: [Chains.Painter()]), [])
        );
    }

    [Fact]
    public void FailureWords_OfEveryKind_AreThere()
    {
        var kinds = Core.SnakeCase.All<Providers.Failures.FailureKind>();

        Assert.All(kinds, kind => Assert.NotEqual("failed", FailureWords.Of(kind)));
        Assert.Equal("failed", FailureWords.Of(null));
    }

    [Fact]
    public void FailureWords_OfEveryReason_AreThere()
    {
        var reasons = typeof(Reason)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ToList();

        Assert.Contains(Reason.CircuitOpen, reasons);
        Assert.All(reasons, reason => Assert.NotEqual("failed", FailureWords.Of(reason)));
    }

    [Fact]
    public void Write_WhatCameWaitsForAPerson_SaysSo() =>
        Assert.Equal(
            "flux-schnell at piapi made it in 2.0 s; a person decides now about what came.",
            Write(Detail("review", [Flux], made: []), [Call(AttemptState.Succeeded, 0, seconds: 2, entry: "cost")])
        );

    private static string Write(GenerationDetail detail, IReadOnlyList<AttemptStory> calls, bool dollars = false) =>
        new StoryText(detail, calls, dollars).Write();

    private static PlannedOffer Offer(string model, string provider, params string[] losses) =>
        Chains.Paid(provider) with
        {
            Model = model,
            Degradations = [.. losses.Select(code => new Degradation(code, "Something was lost."))],
        };

    private static AttemptStory Call(
        AttemptState state,
        int link,
        double? seconds = null,
        string? failure = null,
        string? entry = null,
        long nanos = 0,
        bool estimated = false,
        int[]? slots = null
    ) => new(link, "p", slots ?? [0], state, Start, seconds, failure, Rerun: false, entry, nanos, estimated);

    private static GenerationDetail Detail(
        string state,
        PlannedOffer[] chain,
        PlannedOffer[] made,
        string? error = null
    )
    {
        var ended = state is "complete" or "failed" or "canceled";
        var row = new GenerationRow(
            Guid.Empty,
            Guid.Empty,
            "create",
            null,
            null,
            "",
            "",
            state,
            "storage",
            0,
            Math.Max(1, made.Length),
            1000,
            1000,
            null,
            false,
            error,
            null,
            null,
            Start,
            Start,
            ended ? Start.AddSeconds(5) : null,
            0
        );
        return new GenerationDetail(
            row,
            new ImageRequest { Operation = new Create("a hill", null, null) },
            Chains.Plan(chain),
            made.Length == 0
                ? [new SlotDetail(0, null, error)]
                : [.. made.Select((offer, i) => new SlotDetail(i, Image(offer), null))]
        );
    }

    private static ImageRow Image(PlannedOffer offer) =>
        new(
            Guid.CreateVersion7(),
            Guid.Empty,
            Guid.Empty,
            0,
            offer.Provider,
            offer.Model,
            null,
            1,
            1,
            "png",
            new Dictionary<string, ImageFile>(),
            Start
        )
        {
            Folder = "images",
        };
}
