using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Tests.Steps;

public sealed class SlotJudgeTests
{
    [Fact]
    public void Judge_NoAttempt_WantsTheFirstOffer() => Assert.Equal("link 0", Judge());

    [Fact]
    public void Judge_AttemptOfAnotherSlotOnly_WantsTheFirstOffer() =>
        Assert.Equal("link 0", Judge(Chains.Attempt(AttemptState.Failed, slots: [1], failure: "refused")));

    [Theory]
    [InlineData(AttemptState.Intent, "pending")]
    [InlineData(AttemptState.Submitted, "pending")]
    [InlineData(AttemptState.Answered, "answered")]
    [InlineData(AttemptState.Succeeded, "answered")]
    public void Judge_UnderWayOrAnswered_NeedsNoCall(AttemptState state, string expected) =>
        Assert.Equal(expected, Judge(Chains.Attempt(state)));

    [Theory]
    [InlineData("refused", "dead content_policy")]
    [InlineData("bad_request", "dead generation_failed")]
    [InlineData("canceled", "dead canceled")]
    [InlineData("unauthorized", "link 1")]
    [InlineData("out_of_credits", "link 1")]
    [InlineData("model_gone", "link 1")]
    [InlineData("server_error", "link 1")]
    [InlineData("lost", "link 1")]
    [InlineData("unreadable", "link 1")]
    [InlineData("task_failed", "link 1")]
    [InlineData("too_large", "link 1")]
    [InlineData("rate_limited", "link 1")]
    [InlineData("overloaded", "link 1")]
    [InlineData("not_sent", "link 1")]
    [InlineData("internal", "link 1")]
    [InlineData("intent_too_late", "link 0 in 1")]
    [InlineData("node_stopping", "link 0 in 1")]
    [InlineData("never_arrived", "link 0 in 1")]
    [InlineData("no_adapter", "link 0 in 1")]
    public void Judge_FailedWithANextOffer_GoesOnOnlyWhereAnotherOfferCanHelp(string failure, string expected) =>
        Assert.Equal(expected, Judge(Chains.Attempt(AttemptState.Failed, failure: failure)));

    [Theory]
    [InlineData("key_refused", 1, "link 0")]
    [InlineData("key_empty", 2, "link 0")]
    [InlineData("key_limited", 16, "link 0")]
    [InlineData("key_limited", 17, "link 1")]
    [InlineData("key_removed", 1, "link 1")]
    public void Judge_OneKeyTurnedItAway_GoesToAnotherAtOnceAsLongAsThereMayBeOne(
        string failure,
        int times,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Judge([.. Enumerable.Repeat(Chains.Attempt(AttemptState.NotSent, failure: failure), times)])
        );

    [Theory]
    [InlineData("key_limited", 17, "link 1 in 1")]
    [InlineData("key_limited", 20, "link 1 in 8")]
    [InlineData("key_limited", 24, "dead service_unavailable")]
    [InlineData("key_refused", 17, "dead service_unavailable")]
    public void Judge_EveryKeyTurnedItAwayAtTheLastOffer_WaitsAsWithOneKey(
        string failure,
        int times,
        string expected
    ) => Assert.Equal(expected, Judge(Repeated(times, link: 1, failure)));

    [Theory]
    [InlineData(1, "link 1 in 1")]
    [InlineData(5, "link 1 in 16")]
    [InlineData(7, "link 1 in 60")]
    [InlineData(8, "dead service_unavailable")]
    public void Judge_ManyKeysAreLimitedInEachRound_LivesAsLongAsWithOne(int rounds, string expected)
    {
        AttemptRow[] round = [.. Repeated(9, link: 1, "key_limited"), .. Repeated(1, link: 1, "rate_limited")];
        AttemptRow[] attempts = [.. Enumerable.Repeat(round, rounds).SelectMany(attempt => attempt)];

        Assert.Equal(expected, Judge(attempts));
        Assert.Equal(rounds < 8 ? "link 1" : expected, Judge([.. attempts, .. Repeated(1, link: 1, "key_limited")]));
    }

    [Fact]
    public void Judge_OneKeyTurnedARerunAway_RunsItAgainWithAnother() =>
        Assert.Equal(
            "link 1 rerun",
            Judge(
                Chains.Attempt(AttemptState.Unknown, failure: "lost", ended: true),
                Chains.Attempt(AttemptState.NotSent, link: 1, failure: "key_limited", rerun: true)
            )
        );

    [Fact]
    public void Judge_KeyOfATaskIsGone_IsNotPaidForASecondTime() =>
        Assert.Equal("dead outcome_unknown", Judge(Chains.Attempt(AttemptState.Unknown, failure: "key_removed")));

    [Theory]
    [InlineData("lost", false, "pending")]
    [InlineData("cut_off", false, "pending")]
    [InlineData("lost", true, "link 1 rerun")]
    [InlineData("vanished", false, "link 1 rerun")]
    [InlineData("overdue", false, "dead outcome_unknown")]
    public void Judge_UnknownButItsTaskIsKnown_IsNotPaidForASecondTimeUnlessSomebodySaysSo(
        string failure,
        bool givenUp,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Judge(
                Chains.Attempt(
                    AttemptState.Unknown,
                    failure: failure,
                    ended: true,
                    age: 1000,
                    task: "task_1",
                    givenUp: givenUp
                )
            )
        );

    [Theory]
    [InlineData("lost", 1, "link 0 in 1")]
    [InlineData("cut_off", 1, "link 0 in 1")]
    [InlineData("vanished", 2, "link 0 in 2")]
    [InlineData("lost", 7, "link 0 in 60")]
    [InlineData("lost", 8, "link 1")]
    [InlineData("overdue", 1, "link 1")]
    [InlineData("server_error", 1, "link 1")]
    [InlineData("refused", 1, "dead content_policy")]
    public void Judge_FailedWhereItCostsNothing_IsMadeAgainThereAndIsNoRerun(
        string failure,
        int times,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Chains.Describe(
                new SlotJudge(
                    Chains.Plan(Chains.Paid("one") with { Free = true, MaximumNanos = 0 }, Chains.Paid("two")),
                    [.. Enumerable.Repeat(Chains.Attempt(AttemptState.Failed, failure: failure), times)],
                    Chains.Grace
                ).Judge(0)
            )
        );

    [Theory]
    [InlineData(10, "pending 120")]
    [InlineData(131, "link 1")]
    public void Judge_UnknownWhereItCostsNothing_IsWaitedForAndLeavesTheOneRerunAlone(double age, string expected) =>
        Assert.Equal(
            expected,
            Chains.Describe(
                new SlotJudge(
                    Chains.Plan(
                        Chains.Paid("one", reconciles: true) with
                        {
                            Free = true,
                            MaximumNanos = 0,
                        },
                        Chains.Paid("two")
                    ),
                    [Chains.Attempt(AttemptState.Unknown, failure: "lost", age: age)],
                    Chains.Grace
                ).Judge(0)
            )
        );

    [Theory]
    [InlineData("server_error", "dead service_unavailable")]
    [InlineData("task_failed", "dead service_unavailable")]
    [InlineData("too_large", "dead file_too_large")]
    [InlineData("refused", "dead content_policy")]
    [InlineData("rate_limited", "link 1 in 1")]
    [InlineData("overloaded", "link 1 in 1")]
    [InlineData("not_sent", "link 1 in 1")]
    public void Judge_FailedAtTheLastOffer_WaitsOnlyForWhatPasses(string failure, string expected) =>
        Assert.Equal(expected, Judge(Chains.Attempt(AttemptState.Failed, link: 1, failure: failure)));

    [Theory]
    [Trait("Requirement", "C-82")]
    [InlineData("server_error", "dead provider_unavailable")]
    [InlineData("too_large", "dead file_too_large")]
    [InlineData("refused", "dead content_policy")]
    [InlineData("bad_request", "dead generation_failed")]
    public void Judge_FailedAtTheOneModelThatWasNamed_SaysSo(string failure, string expected) =>
        Assert.Equal(
            expected,
            Chains.Describe(
                new SlotJudge(
                    Chains.Plan(Chains.Paid("one")) with
                    {
                        NamedAlone = true,
                    },
                    [Chains.Attempt(AttemptState.Failed, failure: failure)],
                    Chains.Grace
                ).Judge(0)
            )
        );

    [Theory]
    [InlineData(1, "link 1 in 1")]
    [InlineData(2, "link 1 in 2")]
    [InlineData(5, "link 1 in 16")]
    [InlineData(7, "link 1 in 60")]
    [InlineData(8, "dead service_unavailable")]
    public void Judge_TurnedAwayAgainAndAgain_WaitsLongerAndGivesUp(int tries, string expected) =>
        Assert.Equal(expected, Judge(Repeated(tries, link: 1, "rate_limited")));

    // The one that failed otherwise may be there again tomorrow.
    [Theory]
    [InlineData("too_large", "server_error")]
    [InlineData("server_error", "too_large")]
    public void Judge_TooLargeForOneOfTheOffersOnly_MayBeTriedAgainLater(string first, string last) =>
        Assert.Equal(
            "dead service_unavailable",
            Judge(
                Chains.Attempt(AttemptState.Failed, failure: first),
                Chains.Attempt(AttemptState.Failed, link: 1, failure: last)
            )
        );

    [Fact]
    public void Judge_NeverArrivedEightTimes_TriesTheNextOffer() =>
        Assert.Equal("link 1", Judge(Repeated(8, link: 0, "never_arrived")));

    [Theory]
    [InlineData(2, 0, "link 0 in 2")]
    [InlineData(3, 0, "link 1")]
    [InlineData(7, 1, "link 1 in 60")]
    [InlineData(8, 1, "dead service_unavailable")]
    public void Judge_NeverReadyInTime_TriesTheNextOfferAndGivesUp(int times, int link, string expected) =>
        Assert.Equal(expected, Judge(Repeated(times, link, "intent_too_late")));

    [Theory]
    [InlineData("node_stopping")]
    [InlineData("superseded")]
    public void Judge_HeldBackByOurNodesTwentyTimes_SaysNothingAboutTheOffer(string reason)
    {
        var heldBack = Repeated(20, link: 1, reason);

        Assert.Equal("link 1 in 60", Judge(heldBack));
        Assert.Equal("link 1 in 60", Judge([.. heldBack, .. Repeated(7, link: 1, "rate_limited")]));
        Assert.Equal("dead service_unavailable", Judge([.. heldBack, .. Repeated(8, link: 1, "rate_limited")]));
    }

    [Fact]
    public void Judge_OfferIsLeftAlone_MovesOnAndWaitsAtTheLast()
    {
        Assert.Equal("link 1", Judge(Chains.Attempt(AttemptState.NotSent, failure: "circuit_open")));
        Assert.Equal("link 1 in 1", Judge(Chains.Attempt(AttemptState.NotSent, link: 1, failure: "circuit_open")));
    }

    [Fact]
    public void Judge_LastOfferIsLeftAlone_WaitsForItAnHour()
    {
        var shut = Repeated(20, link: 1, "circuit_open");
        var longAgo = shut.Select(one => one with { IntentAt = one.Now - TimeSpan.FromMinutes(61) });

        Assert.Equal("link 1 in 60", Judge(shut));
        Assert.Equal("link 1 in 60", Judge([.. Repeated(7, link: 1, "rate_limited"), .. shut]));
        Assert.StartsWith("dead ", Judge([.. longAgo]), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_TriesAtAnEarlierOffer_DoNotCountAtTheNext()
    {
        var attempts = Repeated(7, link: 0, "intent_too_late")
            .Append(Chains.Attempt(AttemptState.Failed, link: 1, failure: "rate_limited"));

        Assert.Equal("link 1 in 1", Judge([.. attempts]));
    }

    [Theory]
    [InlineData(10, false, "pending 120")]
    [InlineData(129, false, "pending 1")]
    [InlineData(130, false, "link 1 rerun")]
    // Its sender saw the call end, and nothing more can be found out.
    [InlineData(10, true, "link 1 rerun")]
    public void Judge_UnknownWhereNothingCanBeFound_IsRunAgainOnceItsTimeIsOver(
        double age,
        bool ended,
        string expected
    ) => Assert.Equal(expected, Judge(Chains.Attempt(AttemptState.Unknown, ended: ended, age: age)));

    [Theory]
    [InlineData(10, true, "pending 120")]
    [InlineData(129, true, "pending 1")]
    [InlineData(130, true, "link 1 rerun")]
    public void Judge_UnknownWhereItCanBeFound_IsLookedForToTheEnd(double age, bool ended, string expected)
    {
        var judge = new SlotJudge(
            Chains.Plan(Chains.Paid("one", reconciles: true), Chains.Paid("two")),
            [Chains.Attempt(AttemptState.Unknown, ended: ended, age: age)],
            Chains.Grace
        );

        Assert.Equal(expected, Chains.Describe(judge.Judge(0)));
    }

    [Fact]
    public void Judge_UnknownAtTheLastOffer_IsRunAgainThere() =>
        Assert.Equal("link 1 rerun", Judge(Chains.Attempt(AttemptState.Unknown, link: 1, ended: true)));

    [Theory]
    // One rerun a generation: another slot's counts too, unless it was not sent.
    [InlineData(AttemptState.Intent, "dead outcome_unknown")]
    [InlineData(AttemptState.Unknown, "dead outcome_unknown")]
    [InlineData(AttemptState.Failed, "dead outcome_unknown")]
    [InlineData(AttemptState.Succeeded, "dead outcome_unknown")]
    [InlineData(AttemptState.NotSent, "link 1 rerun")]
    public void Judge_UnknownAfterARerunOfTheGeneration_IsDead(AttemptState other, string expected) =>
        Assert.Equal(
            expected,
            Judge(Chains.Attempt(other, slots: [1], rerun: true), Chains.Attempt(AttemptState.Unknown, ended: true))
        );

    [Theory]
    [InlineData(AttemptState.NotSent, "intent_too_late", "link 1 rerun in 1")]
    [InlineData(AttemptState.Failed, "server_error", "dead outcome_unknown")]
    public void Judge_RerunCameToNothing_IsRepeatedOnlyIfItWasNotSent(
        AttemptState state,
        string failure,
        string expected
    ) =>
        // There is a third offer, but the first call may have been paid already.
        Assert.Equal(
            expected,
            Chains.Describe(
                new SlotJudge(
                    Chains.Plan(Chains.Paid("one"), Chains.Paid("two"), Chains.Paid("three")),
                    [
                        Chains.Attempt(AttemptState.Unknown, ended: true),
                        Chains.Attempt(state, link: 1, failure: failure, rerun: true),
                    ],
                    Chains.Grace
                ).Judge(0)
            )
        );

    [Fact]
    public void Judge_LostCallAnsweredAfterAll_IsAnsweredWhateverCameLater() =>
        Assert.Equal(
            "answered",
            Judge(
                Chains.Attempt(AttemptState.Answered),
                Chains.Attempt(AttemptState.Failed, link: 1, failure: "server_error", rerun: true)
            )
        );

    [Theory]
    [InlineData(AttemptState.Failed, "link 1")]
    // Nobody will ever know, so another call may be a second payment.
    [InlineData(AttemptState.WrittenOff, "link 1 rerun")]
    public void Judge_DecidedByTheOperator_GoesOnAtTheNextOffer(AttemptState state, string expected) =>
        Assert.Equal(expected, Judge(Chains.Attempt(state, failure: "decided_by_operator")));

    private static AttemptRow[] Repeated(int times, int link, string failure) =>
        [.. Enumerable.Range(0, times).Select(_ => Chains.Attempt(AttemptState.NotSent, link: link, failure: failure))];

    private static string Judge(params AttemptRow[] attempts) =>
        Chains.Describe(
            new SlotJudge(Chains.Plan(Chains.Paid("one"), Chains.Paid("two")), attempts, Chains.Grace).Judge(0)
        );
}
