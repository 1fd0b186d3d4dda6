using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Tests.Steps;

public sealed class NextMoveTests
{
    [Theory]
    [InlineData(1, 1, "send 0 to one risk 1")]
    [InlineData(3, 4, "send 0,1,2 to one risk 3")]
    [InlineData(5, 4, "send 0,1,2,3 to one risk 4")]
    [InlineData(10, 1, "send 0 to one risk 1")]
    [InlineData(10, 10, "send 0,1,2,3,4,5,6,7,8,9 to one risk 10")]
    public void Decide_NothingSent_SendsWhatOneCallServes(int count, int perCall, string expected) =>
        Assert.Equal(expected, Decide(Chains.Plan(Chains.Paid("one", perCall)), count));

    [Fact]
    public void Decide_FiveSlotsAtFourACall_MakesTwoCalls()
    {
        var plan = Chains.Plan(Chains.Paid("one", perCall: 4));

        Assert.Equal(
            "send 4 to one risk 1 and follow",
            Decide(plan, 5, Chains.Attempt(AttemptState.Submitted, [0, 1, 2, 3]))
        );
        Assert.Equal("send 4 to one risk 1", Decide(plan, 5, Chains.Attempt(AttemptState.Answered, [0, 1, 2, 3])));
        Assert.Equal(
            "finish",
            Decide(
                plan,
                5,
                Chains.Attempt(AttemptState.Answered, [0, 1, 2, 3]),
                Chains.Attempt(AttemptState.Answered, [4])
            )
        );
    }

    [Fact]
    public void Decide_TenSlotsAtOneACall_MakesTenCalls()
    {
        var plan = Chains.Plan(Chains.Paid("one"));
        var attempts = new List<AttemptRow>();
        for (var slot = 0; slot < 10; slot++)
        {
            Assert.Equal($"send {slot} to one risk 1", Decide(plan, 10, [.. attempts]));
            attempts.Add(Chains.Attempt(AttemptState.Answered, [slot]));
        }

        Assert.Equal("finish", Decide(plan, 10, [.. attempts]));
    }

    [Fact]
    public void Decide_FourPicturesALeastCall_RisksOneCallForAllFour()
    {
        var offer = Chains.Paid("one", perCall: 4) with { PicturesPerCall = 4, MaximumNanos = 160 };

        Assert.Equal("send 0,1,2,3 to one risk 160", Decide(Chains.Plan(offer), 5));
        Assert.Equal(320, offer.MostFor(5));
    }

    [Fact]
    public void Decide_OneSlotFailed_OnlyThatOneMovesOn() =>
        Assert.Equal(
            "send 1 to two risk 1",
            Decide(
                Pair,
                3,
                Chains.Attempt(AttemptState.Answered, [0]),
                Chains.Attempt(AttemptState.Failed, [1], failure: "server_error"),
                Chains.Attempt(AttemptState.Answered, [2])
            )
        );

    [Fact]
    public void Decide_SlotsAtTwoPlacesOfTheChain_SendsTheEarlierFirst() =>
        Assert.Equal(
            "send 1 to one risk 1",
            Decide(Pair, 2, Chains.Attempt(AttemptState.Failed, [0], failure: "server_error"))
        );

    [Fact]
    public void Decide_OneRefusedOneWanting_GoesOnWithTheOther() =>
        Assert.Equal(
            "send 1 to one risk 1",
            Decide(Pair, 2, Chains.Attempt(AttemptState.Failed, [0], failure: "refused"))
        );

    [Fact]
    public void Decide_Refused_FinishesAndAsksNobodyElse() =>
        Assert.Equal(
            "finish 0=content_policy",
            Decide(Pair, 1, Chains.Attempt(AttemptState.Failed, failure: "refused"))
        );

    [Fact]
    public void Decide_PaintersTurn_PaintsAllThatAreLeftAtOnce()
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Painter() with { MaxPerCall = 1 });
        AttemptRow[] failed =
        [
            Chains.Attempt(AttemptState.Answered, [0]),
            Chains.Attempt(AttemptState.Failed, [1], failure: "server_error"),
            Chains.Attempt(AttemptState.Failed, [2], failure: "server_error"),
        ];

        Assert.Equal("send 1,2 to local risk 0", Decide(plan, 3, failed));
        // One was lost: for the painter, who costs nothing, that is all the same.
        Assert.Equal(
            "send 1,2,3 to local risk 0",
            Decide(plan, 4, [.. failed, Chains.Attempt(AttemptState.Unknown, [3], ended: true)])
        );
        Assert.Equal("send 0,1,2,3 to local risk 0", Decide(Chains.Plan(plan.Chain[1]), 4));
    }

    [Fact]
    public void Decide_OneSlotWaitsWhereItIsHeld_TheOtherGoesFirst()
    {
        AttemptRow[] failed = [Chains.Attempt(AttemptState.Failed, [1], failure: "server_error")];

        Assert.Equal("send 1 to two risk 1", Holding(link => link == 0, failed));
        Assert.Equal("send 0 to one risk 1", Holding(link => link == 1, failed));
        Assert.Equal("send 0 to one risk 1", Holding(_ => true, failed));
        Assert.Equal(
            "send 0 to one risk 1",
            Holding(link => link == 0, [.. failed, Chains.Attempt(AttemptState.Answered, [1], link: 1)])
        );
    }

    [Fact]
    public void Decide_OneSlotIsGivenUp_TheOtherGoesOn()
    {
        var givenUp = new Dictionary<int, string> { [0] = "service_unavailable" };

        Assert.Equal("send 1 to one risk 1", Without());
        Assert.Equal("finish 0=service_unavailable", Without(Chains.Attempt(AttemptState.Answered, [1])));
        Assert.Equal("wait", Without(Chains.Attempt(AttemptState.Submitted, [1])));
        Assert.Equal("finish", Without(Chains.Attempt(AttemptState.Answered, [0, 1])));

        string Without(params AttemptRow[] attempts) =>
            Chains.Describe(NextMove.Decide(Pair, 2, attempts, Chains.Grace, givenUp: givenUp));
    }

    [Fact]
    public void Decide_TurnedAwayWithoutANextOffer_WaitsBeforeItSends() =>
        Assert.Equal(
            "send 0 to one risk 1 in 1",
            Decide(Chains.Plan(Chains.Paid("one")), 1, Chains.Attempt(AttemptState.Failed, failure: "rate_limited"))
        );

    [Fact]
    public void Decide_TaskUnderWay_WaitsAsLongAsTheProviderSaid() =>
        Assert.Equal("wait", Decide(Pair, 1, Chains.Attempt(AttemptState.Submitted)));

    [Fact]
    public void Decide_TwoUnknown_WaitsForTheFirstThatIsOver() =>
        Assert.Equal(
            "wait 5",
            Decide(
                Pair,
                2,
                Chains.Attempt(AttemptState.Unknown, [0], age: 125),
                Chains.Attempt(AttemptState.Unknown, [1], age: 20)
            )
        );

    [Fact]
    public void Decide_TwoUnknownOver_OneRerunServesBothWhereACallCan()
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Paid("two", perCall: 2));

        Assert.Equal(
            "send 0,1 to two rerun risk 2",
            Decide(
                plan,
                2,
                Chains.Attempt(AttemptState.Unknown, [0], ended: true),
                Chains.Attempt(AttemptState.Unknown, [1], ended: true)
            )
        );
    }

    [Fact]
    public void Decide_TwoUnknownOverAtOneACall_RunsOneAgainAndGivesTheOtherUp()
    {
        AttemptRow[] lost =
        [
            Chains.Attempt(AttemptState.Unknown, [0], ended: true),
            Chains.Attempt(AttemptState.Unknown, [1], ended: true),
        ];

        Assert.Equal("send 0 to two rerun risk 1", Decide(Pair, 2, lost));
        Assert.Equal(
            "finish 1=outcome_unknown",
            Decide(Pair, 2, [.. lost, Chains.Attempt(AttemptState.Answered, [0], link: 1, rerun: true)])
        );
    }

    [Fact]
    public void Decide_PaintersTurnWhileOthersRun_WaitsSinceItPaintsLast()
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Painter());
        var failed = Chains.Attempt(AttemptState.Failed, [0], failure: "server_error");

        Assert.Equal("wait", Decide(plan, 2, failed, Chains.Attempt(AttemptState.Submitted, [1])));
        Assert.Equal("send 0 to local risk 0", Decide(plan, 2, failed, Chains.Attempt(AttemptState.Answered, [1])));
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("budget_exceeded")]
    public void Decide_Barred_SendsNothingAndSaysWhy(string barred)
    {
        var running = Chains.Attempt(AttemptState.Submitted, [0]);
        var refused = Chains.Attempt(AttemptState.Failed, [0], failure: "refused");

        Assert.Equal("wait", Barred(running));
        Assert.Equal($"finish 0=content_policy 1={barred}", Barred(refused));
        Assert.Equal($"finish 0={barred} 1={barred}", Barred());

        string Barred(params AttemptRow[] attempts) =>
            Chains.Describe(NextMove.Decide(Pair, 2, attempts, Chains.Grace, barred));
    }

    [Theory]
    [InlineData(new[] { 1 }, "send 0 to three risk 1")]
    [InlineData(new[] { 1, 2 }, "send 0 to local risk 0")]
    [InlineData(new[] { 2 }, "send 0 to two risk 1")]
    // Where all are, the next is asked for, and waits until it may be.
    [InlineData(new[] { 1, 2, 3 }, "send 0 to two risk 1")]
    public void Decide_NextPlacesAreLeftAlone_PassesThemBy(int[] shut, string expected)
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Paid("two"), Chains.Paid("three"), Chains.Painter());
        AttemptRow[] failed = [Chains.Attempt(AttemptState.Failed, failure: "server_error")];

        Assert.Equal(
            expected,
            Chains.Describe(NextMove.Decide(plan, 1, failed, Chains.Grace, barred: null, shut.Contains))
        );
    }

    [Fact]
    public void Decide_NextPlaceIsLeftAloneAfterALostCall_TheOneRerunGoesToTheOther()
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Paid("two"), Chains.Paid("three"));
        AttemptRow[] lost = [Chains.Attempt(AttemptState.Unknown, ended: true)];

        Assert.Equal(
            "send 0 to three rerun risk 1",
            Chains.Describe(NextMove.Decide(plan, 1, lost, Chains.Grace, barred: null, link => link == 1))
        );
    }

    [Theory]
    // The second place is left alone: who was there already, and who would come there, go to the third in one call.
    [InlineData(new[] { 1 }, "send 0,1 to three risk 2")]
    // Nobody is left alone: each goes where it is due.
    [InlineData(new int[0], "send 1 to two risk 1")]
    // Where all are, nobody passes by anything.
    [InlineData(new[] { 1, 2 }, "send 1 to two risk 1")]
    public void Decide_PlaceLeftAloneBetweenTwoSlots_OneCallServesBoth(int[] shut, string expected)
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Paid("two"), Chains.Paid("three", perCall: 2));
        AttemptRow[] failed =
        [
            Chains.Attempt(AttemptState.Failed, [0, 1], failure: "server_error"),
            Chains.Attempt(AttemptState.Failed, [0], link: 1, failure: "server_error"),
        ];

        Assert.Equal(expected, Passing(plan, 2, shut, failed));
    }

    [Fact]
    public void Decide_SlotTurnedAwayWhereAnotherPassesTo_WaitsForItself()
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Paid("two"), Chains.Paid("three", perCall: 2));
        AttemptRow[] failed =
        [
            Chains.Attempt(AttemptState.Failed, [0, 1], failure: "server_error"),
            Chains.Attempt(AttemptState.Failed, [0], link: 1, failure: "server_error"),
            Chains.Attempt(AttemptState.Failed, [0], link: 2, failure: "rate_limited"),
        ];

        Assert.Equal("send 1 to three risk 1", Passing(plan, 2, [1], failed));
    }

    [Fact]
    public void Decide_RerunAndFirstCallOfTheSamePlace_AreTwoCalls()
    {
        var plan = Chains.Plan(Chains.Paid("one"), Chains.Paid("two"), Chains.Paid("three", perCall: 2));
        AttemptRow[] lost =
        [
            Chains.Attempt(AttemptState.Failed, [1], failure: "server_error"),
            Chains.Attempt(AttemptState.Unknown, [0], link: 1, ended: true),
        ];

        Assert.Equal("send 1 to three risk 1", Passing(plan, 2, [1], lost));
        Assert.Equal(
            "send 0 to three rerun risk 1",
            Passing(plan, 2, [1], [.. lost, Chains.Attempt(AttemptState.Answered, [1], link: 2)])
        );
    }

    private static string Passing(GenerationPlan plan, int count, int[] shut, AttemptRow[] attempts) =>
        Chains.Describe(NextMove.Decide(plan, count, attempts, Chains.Grace, barred: null, shut.Contains));

    private static string Holding(Func<int, bool> isHeld, AttemptRow[] attempts) =>
        Chains.Describe(NextMove.Decide(Pair, 2, attempts, Chains.Grace, isHeld: isHeld));

    private static GenerationPlan Pair => Chains.Plan(Chains.Paid("one"), Chains.Paid("two"));

    private static string Decide(GenerationPlan plan, int count, params AttemptRow[] attempts) =>
        Chains.Describe(NextMove.Decide(plan, count, attempts, Chains.Grace));
}
