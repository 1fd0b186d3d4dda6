using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Engine.Views;
using Atelier.Providers;
using Atelier.Providers.Keys;

namespace Atelier.Engine.Explaining;

/// <summary>Tells an account how one of its generations was planned, and what became of it.</summary>
public sealed class Explainer(GenerationReader reader, AttemptStoryStore stories, ProviderRegistry providers)
{
    private static readonly Dictionary<string, string> Ends = new()
    {
        ["content_policy"] = "A refusal by policy ends the chain.",
        ["outcome_unknown"] = "It was not asked for again: that might have been paid twice.",
        ["budget_exceeded"] = "The budget had no room for another call.",
        ["service_unavailable"] = "No other offer was left to ask.",
        ["file_too_large"] = "No other offer was left to ask.",
        ["provider_unavailable"] = "No other model may take over from the one that was named.",
        ["generation_failed"] = "No other offer was asked.",
        ["canceled"] = "The generation was canceled.",
    };

    /// <summary>The explanation; null when the generation is unknown or another account's.</summary>
    /// <param name="runsHouse">Whether it may say what calls cost the operator, and how it stands with providers.</param>
    public async Task<Explanation?> FindAsync(
        Guid id,
        Guid accountId,
        bool runsHouse,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, accountId, cancellationToken) is not { } detail)
        {
            return null;
        }

        var told = await stories.OfGenerationAsync(id, cancellationToken);
        return new Explanation(
            detail,
            [
                .. told.Select(
                    (story, i) =>
                        new ExplainedCall(
                            story,
                            detail.Plan.Chain[story.Link].Model,
                            runsHouse && Waits(story) ? WaitsForKey(story) : OutcomeOf(story, runsHouse),
                            NextOf(detail, told, i)
                        )
                        {
                            Key = KeyMark.Read(story.SentWith)?.Name,
                        }
                ),
            ],
            string.Concat(
                told.Where(story => runsHouse && Waits(story))
                    .DistinctBy(story => (story.Provider, story.SentWith))
                    .Select(story => $" {story.Provider} {WaitsForKey(story)}.")
                    .Prepend(new StoryText(detail, told, runsHouse).Write())
            )
        );
    }

    // Something was paid for and lies where only that key leads to.
    private bool Waits(AttemptStory story) =>
        story.State is AttemptState.Intent or AttemptState.Submitted or AttemptState.Unknown
        && providers.LacksKey(story.Provider, story.SentWith);

    private static string WaitsForKey(AttemptStory story) =>
        $"can be asked again as soon as the key that was in {KeyMark.Read(story.SentWith)?.Name} is set again";

    private static string OutcomeOf(AttemptStory story, bool runsHouse) =>
        story.State switch
        {
            AttemptState.Succeeded => "made what was asked for",
            AttemptState.Answered => "has answered",
            AttemptState.Intent or AttemptState.Submitted => "is at work",
            _ => FailureWords.Of(story.Failure, runsHouse),
        };

    private static string? NextOf(GenerationDetail detail, IReadOnlyList<AttemptStory> told, int index)
    {
        var story = told[index];
        if (
            story.State
            is AttemptState.Succeeded
                or AttemptState.Answered
                or AttemptState.Intent
                or AttemptState.Submitted
        )
        {
            return null;
        }

        var next = told.Skip(index + 1).FirstOrDefault(other => other.Slots.Intersect(story.Slots).Any());
        if (next is { Rerun: true })
        {
            return "Nobody knows whether it made a picture; the one call that may follow went out at the operator's risk.";
        }

        if (next is not null)
        {
            return next.Link == story.Link
                ? "Nothing is wrong with the offer, or it may pass: it was asked again."
                : WithNext(story);
        }

        var slots = detail.Slots.Where(slot => story.Slots.Contains(slot.Index)).ToList();
        return slots.Exists(slot => slot.Image is not null)
            ? WithNext(story)
            : slots.Select(slot => Ends.GetValueOrDefault(slot.ErrorCode ?? "")).FirstOrDefault(end => end is not null);
    }

    private static string WithNext(AttemptStory story) =>
        story.Entry == "clear"
            ? "It surely cost nothing, so the next offer of the chain came."
            : "It had ended for good, so the next offer of the chain came.";
}
