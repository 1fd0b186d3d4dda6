using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Explaining;

/// <summary>Calls, one after the other, to one offer or to offers of one provider that failed alike: told in one clause.</summary>
internal sealed class Turn(PlannedOffer offer, AttemptStory first)
{
    private readonly List<AttemptStory> _calls = [first];
    private readonly List<PlannedOffer> _offers = [offer];

    /// <summary>The first of them.</summary>
    public PlannedOffer Offer => _offers[0];

    public IReadOnlyList<PlannedOffer> Offers => _offers;

    public AttemptState State { get; } = first.State;

    public string? Failure { get; } = first.Failure;

    public string? Entry { get; } = first.Entry;

    /// <summary>Of the last call.</summary>
    public int Link => _calls[^1].Link;

    public int Calls => _calls.Count;

    public long Nanos => _calls.Sum(call => call.Nanos);

    public bool Estimated => _calls.Exists(call => call.Estimated);

    /// <summary>Pictures that were asked for in them.</summary>
    public int Slots => _calls.SelectMany(call => call.Slots).Distinct().Count();

    /// <summary>Of the longest of them; null where nobody knows.</summary>
    public double? Seconds => _calls.Max(call => call.Seconds);

    /// <summary>The turns of a generation, in order.</summary>
    public static IReadOnlyList<Turn> Of(GenerationPlan plan, IReadOnlyList<AttemptStory> stories)
    {
        var turns = new List<Turn>();
        foreach (var story in stories)
        {
            if (turns.Count > 0 && turns[^1].Takes(story))
            {
                turns[^1].Add(plan.Chain[story.Link], story);
            }
            else
            {
                turns.Add(new Turn(plan.Chain[story.Link], story));
            }
        }

        return turns;
    }

    private void Add(PlannedOffer offer, AttemptStory story)
    {
        if (story.Link != Link)
        {
            _offers.Add(offer);
        }

        _calls.Add(story);
    }

    private bool Takes(AttemptStory story) =>
        (story.State, story.Failure, story.Entry) == (State, Failure, Entry)
        && (story.Link == Link || (State == AttemptState.Failed && story.Provider == _calls[^1].Provider));
}
