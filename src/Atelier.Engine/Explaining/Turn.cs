using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Explaining;

/// <summary>Calls to one offer, one after the other, that came to the same: told in one clause.</summary>
internal sealed class Turn(PlannedOffer offer, AttemptStory first)
{
    private readonly List<AttemptStory> _calls = [first];

    public PlannedOffer Offer { get; } = offer;

    public AttemptState State { get; } = first.State;

    public string? Failure { get; } = first.Failure;

    public string? Entry { get; } = first.Entry;

    public int Link { get; } = first.Link;

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
                turns[^1]._calls.Add(story);
            }
            else
            {
                turns.Add(new Turn(plan.Chain[story.Link], story));
            }
        }

        return turns;
    }

    private bool Takes(AttemptStory story) =>
        (story.Link, story.State, story.Failure, story.Entry) == (Link, State, Failure, Entry);
}
