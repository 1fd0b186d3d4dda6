using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Planning;
using Atelier.Engine.Steps;
using Atelier.Engine.Views;

namespace Atelier.Engine.Explaining;

/// <summary>Tells what became of a generation, in a sentence. Pure.</summary>
/// <param name="runsHouse">Whether it may say what calls cost and how the operator stands with providers.</param>
internal sealed class StoryText(GenerationDetail detail, IReadOnlyList<AttemptStory> stories, bool runsHouse)
{
    private static readonly Dictionary<string, string> Ends = new()
    {
        ["content_policy"] = "a refusal by policy ends the chain",
        ["outcome_unknown"] = "it was not asked for again, for that might have been paid twice",
        ["budget_exceeded"] = "the budget had no room for another call",
        ["service_unavailable"] = "no other offer was left to ask",
        ["file_too_large"] = "no other offer was left to ask",
        ["provider_unavailable"] = "no other model may take over from the one that was named",
        ["generation_failed"] = "no other offer was asked",
        ["canceled"] = "the generation was canceled",
    };

    private GenerationPlan Plan => detail.Plan;

    private GenerationState State { get; } = GenerationStates.TryParse(detail.Row.State)!.Value;

    public string Write()
    {
        if (Plan.Repeats is not null)
        {
            return Repeated();
        }

        var turns = Turn.Of(Plan, stories);
        var clauses = new List<string>();
        var passed = new Queue<int>(detail.Row.PassedPlaces.Where(place => stories.All(story => story.Link != place)));
        for (var i = 0; i < turns.Count; i++)
        {
            AddPassed(clauses, passed, before: turns[i].Link);
            var again = i > 0 && ReferenceEquals(turns[i].Offer, turns[i - 1].Offers[^1]);
            clauses.Add(again ? $"it was asked again: {Clause(turns[i])}" : Clause(turns[i]));
        }

        AddPassed(clauses, passed, before: Plan.Chain.Count);
        if (Painter() is { } painter)
        {
            clauses.Add(painter);
        }

        if (clauses.Count == 0)
        {
            return Untouched();
        }

        var text = string.Join(", so ", clauses) + Waits();
        if (State.AwaitsPerson())
        {
            text += "; a person decides now about what came";
        }

        if (State is GenerationState.Failed or GenerationState.Canceled)
        {
            text += $"; {Ends.GetValueOrDefault(detail.Row.ErrorCode ?? "", "so it failed")}";
        }

        var lost = Lost();
        return lost.Count == 0 ? $"{text}." : $"{text}; {string.Join(", ", lost)}.";
    }

    // Nobody was called there, so no attempt tells of it.
    private void AddPassed(List<string> clauses, Queue<int> passed, int before)
    {
        while (passed.TryPeek(out var place) && place < before)
        {
            clauses.Add($"{StoryWords.Name(Plan.Chain[passed.Dequeue()])} {FailureWords.Of(Reason.Paused, runsHouse)}");
        }
    }

    private string Waits() =>
        detail.PausedProvider is { } provider ? $"; it waits, for the operator has paused {provider}" : "";

    private string Clause(Turn turn) =>
        turn.State switch
        {
            AttemptState.Succeeded => Made(turn),
            AttemptState.Answered => $"{StoryWords.Name(turn.Offer)} has answered{After(turn, " after ")}",
            AttemptState.Intent or AttemptState.Submitted => $"{StoryWords.Name(turn.Offer)} is at work on it",
            _ => Failed(turn),
        };

    private string Made(Turn turn)
    {
        var pictures = detail.Slots.Count(slot => ReferenceEquals(detail.PlaceOf(slot), turn.Offer));
        var what = detail.Row.Count == 1 ? "it" : Count(pictures == 0 ? turn.Slots : pictures, "picture");
        var calls = turn.Calls == 1 ? "" : $" in {turn.Calls} calls";
        var took = After(turn, turn.Calls == 1 ? " in " : " of up to ");
        return $"{StoryWords.Name(turn.Offer)} made {what}{calls}{took}{Price(turn, " for ")}";
    }

    private string Failed(Turn turn)
    {
        var (verb, reason) = FailureWords.Parts(turn.Failure, runsHouse);
        var several = turn.Offers.Count > 1;
        var times = (several, turn.Calls) switch
        {
            (true, _) or (_, 1) => "",
            (_, 2) => " twice",
            _ => $" {turn.Calls} times",
        };
        var took = turn.Calls == 1 ? After(turn, " after ") : "";
        var cost = turn.Entry switch
        {
            "clear" => ", which cost nothing",
            "write_off" => ", whose cost nobody will know",
            null => ", and whether it cost anything is open",
            _ when runsHouse => $", which cost{Price(turn, " ")}",
            _ => ", which the operator paid",
        };
        return $"{StoryWords.Names(turn.Offers)}{(several ? " each" : "")} {verb}{times}{took}{reason}{cost}";
    }

    private static string After(Turn turn, string word) =>
        turn.Seconds is { } seconds ? word + StoryWords.Seconds(seconds) : "";

    private string Price(Turn turn, string word) =>
        !runsHouse || turn.Entry is null ? ""
        : turn.Estimated ? $"{word}about {StoryWords.Dollars(turn.Nanos)}"
        : word + StoryWords.Dollars(turn.Nanos);

    // It is not called, so no attempt tells of it.
    private string? Painter()
    {
        var offer = Plan.Chain.FirstOrDefault(offer => !offer.Paid);
        var painted = offer is null ? 0 : detail.Slots.Count(slot => ReferenceEquals(detail.PlaceOf(slot), offer));
        if (painted == 0)
        {
            return null;
        }

        var what = detail.Row.Count == 1 ? "it" : Count(painted, "picture");
        var took =
            stories.Count == 0 && detail.Row is { StartedAt: { } from, FinishedAt: { } until }
                ? $" in {StoryWords.Seconds((until - from).TotalSeconds)}"
                : "";
        return $"{StoryWords.Name(offer!)} painted {what}{took}, which cost nothing";
    }

    private string Repeated() =>
        State switch
        {
            GenerationState.Complete => "The pictures of an equal request with the same seed were given again.",
            GenerationState.Canceled => "It was canceled before any pictures were there to be given again.",
            GenerationState.Failed => detail.Row.ErrorMessage ?? "There were no pictures to be given again.",
            _ => $"It waits for the pictures of an equal request with the same seed{Waits()}.",
        };

    private string Untouched()
    {
        var first = StoryWords.Name(Plan.First);
        return State switch
        {
            GenerationState.Canceled => "It was canceled before anything was sent.",
            GenerationState.Failed => detail.Row.ErrorMessage ?? "It failed before anything was sent.",
            GenerationState.Review => "It waits for a person's decision; nothing was called.",
            GenerationState.Queued => $"{first} is first in line; nothing was sent yet{Waits()}.",
            _ => $"{first} is at work on it.",
        };
    }

    // Of what is there; what another offer would have lost was not lost.
    private List<string> Lost() => [.. detail.Losses.Select(StoryWords.Loss).Distinct()];

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
