using Atelier.Data.Attempts;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Steps;

/// <summary>Decides what happens next with a generation. A pure function of its plan and its attempts.</summary>
internal static class NextMove
{
    /// <param name="isShut">
    /// Whether a place is known to be left alone: it is passed by where a later one is not, without an intent that would only be
    /// taken back. Null is none.
    /// </param>
    /// <param name="isHeld">Whether an operator holds the provider of a place back; null is none.</param>
    /// <param name="barred">The error code of slots that would need another call; null while calls may be sent.</param>
    /// <param name="givenUp">Likewise of single slots; null is none.</param>
    public static Move Decide(
        GenerationPlan plan,
        int count,
        IReadOnlyList<AttemptRow> attempts,
        TimeSpan grace,
        string? barred = null,
        Func<int, bool>? isShut = null,
        Func<int, bool>? isHeld = null,
        IReadOnlyDictionary<int, string>? givenUp = null
    )
    {
        var judge = new SlotJudge(plan, attempts, grace, isHeld);
        var fates = Enumerable.Range(0, count).ToDictionary(slot => slot, FateOf);
        var pending = fates.Values.OfType<SlotFate.Pending>().ToList();
        var wanting = fates
            .Where(fate => fate.Value is SlotFate.Wants)
            .ToDictionary(fate => fate.Key, fate => (SlotFate.Wants)fate.Value);
        if (barred is null && wanting.Count > 0 && Send(plan, wanting, pending.Count > 0, isShut, isHeld) is { } send)
        {
            return send;
        }

        if (pending.Count > 0)
        {
            return new Move.Wait(pending.Select(fate => fate.Until).Where(until => until is not null).Min());
        }

        return new Move.Finish(
            fates
                .Where(fate => fate.Value is SlotFate.Dead or SlotFate.Wants)
                .ToDictionary(fate => fate.Key, fate => fate.Value is SlotFate.Dead dead ? dead.Error : barred!)
        );

        SlotFate FateOf(int slot) =>
            judge.Judge(slot) is var fate && fate is SlotFate.Wants && givenUp?.GetValueOrDefault(slot) is { } error
                ? new SlotFate.Dead(error)
                : fate;
    }

    /// <summary>Error codes of slots without hope, when all others have an answer or a painter at work.</summary>
    public static Dictionary<int, string> ErrorsOf(
        GenerationPlan plan,
        int count,
        IReadOnlyList<AttemptRow> attempts,
        TimeSpan grace
    )
    {
        var judge = new SlotJudge(plan, attempts, grace);
        return Enumerable
            .Range(0, count)
            .Select(slot => (Slot: slot, Fate: judge.Judge(slot)))
            .Where(slot => slot.Fate is SlotFate.Dead)
            .ToDictionary(slot => slot.Slot, slot => ((SlotFate.Dead)slot.Fate).Error);
    }

    /// <summary>The next call; null when the painter's turn has come and others are still under way: it paints last.</summary>
    private static Move.Send? Send(
        GenerationPlan plan,
        Dictionary<int, SlotFate.Wants> wanting,
        bool pending,
        Func<int, bool>? isShut,
        Func<int, bool>? isHeld
    )
    {
        var first = wanting.Values.MinBy(want => (!MayGoNow(want), want.Link, want.Rerun))!;
        var link = FirstPassable(plan, first.Link, isShut);
        if (!plan.Chain[link].Paid && pending)
        {
            return null;
        }

        var slots = wanting.Where(want => GoesAlong(want.Value)).Select(want => want.Key);
        var wait = link == first.Link ? first.Wait : TimeSpan.Zero;
        return new Move.Send(plan.CallFor(link, slots, first.Rerun), wait, pending);

        // Who waits where an operator holds a provider back keeps nobody else waiting; a painter's turn comes last all the same.
        bool MayGoNow(SlotFate.Wants want) =>
            FirstPassable(plan, want.Link, isShut) is var place
            && plan.Chain[place].Paid
            && isHeld?.Invoke(place) != true;

        // Whoever would go to the same place by itself needs no POST of its own, unless it was turned away there and has to wait.
        bool GoesAlong(SlotFate.Wants want) =>
            // Whom nothing is paid to, it is nothing to ask again.
            (want.Rerun == first.Rerun || !plan.Chain[link].Paid)
            && (
                want.Link == first.Link
                || (FirstPassable(plan, want.Link, isShut) == link && (want.Link < link || want.Wait == TimeSpan.Zero))
            );
    }

    private static int FirstPassable(GenerationPlan plan, int from, Func<int, bool>? isShut)
    {
        for (var link = from; link < plan.Chain.Count; link++)
        {
            if (isShut?.Invoke(link) != true)
            {
                return link;
            }
        }

        return from;
    }
}
