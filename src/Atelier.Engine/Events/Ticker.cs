using Atelier.Core.States;
using Atelier.Engine.Changes;
using Atelier.Engine.Health;
using Atelier.Engine.Quoting;
using Atelier.Engine.Steps;

namespace Atelier.Engine.Events;

/// <summary>Tells all nodes how far a provider is, between the stages that are kept (requirement C-67).</summary>
internal sealed class Ticker(ChangePublisher changes, TickBook book, IOfferHealth health, TimeProvider time)
{
    /// <summary>A provider's own percent on our timeline: it starts at 20, its half is ours, and it ends at 70.</summary>
    public static int OnTimeline(int percent)
    {
        var (from, half, until) = (Milestone.Started.Progress, Milestone.Half.Progress, Milestone.Generated.Progress);
        var done = Math.Clamp(percent, 0, 100);
        return done < 50 ? from + done * (half - from) / 50 : half + (done - 50) * (until - half) / 50;
    }

    /// <summary>The progress that a generation has shown, so that a next stage does not fall behind it.</summary>
    public int Shown(Guid generationId) => book.Of(generationId);

    /// <summary>Tells what providers said of the calls of one generation.</summary>
    public void Tell(Job job, IReadOnlyList<Look> looks)
    {
        var told = looks.Where(look => look.Progress is not null).Select(look => look.Progress!.Value).ToList();
        if (told.Count > 0)
        {
            Tell(job.GenerationId, Math.Max(job.Progress, OnTimeline((int)told.Average())));
        }
        else if (
            job.Attempts.Any(attempt =>
                attempt.State.IsLive() && attempt.Now - attempt.IntentAt >= HalfOf(job, attempt.Link)
            )
        )
        {
            Tell(job.GenerationId, Milestone.Half.Progress);
        }
    }

    /// <summary>Tells how far a provider says the one call of a generation is.</summary>
    /// <param name="percent">Its own, 0 to 100.</param>
    public void Tell(Job job, int percent) => Tell(job.GenerationId, Math.Max(job.Progress, OnTimeline(percent)));

    /// <summary>
    /// Where an answer brings the picture, nobody tells how far it is: the half is told when half of the time has gone that its
    /// offer takes on average. Dispose it when the answer is there.
    /// </summary>
    public IDisposable HalfWay(Job job, int link) =>
        time.CreateTimer(
            _ => Tell(job.GenerationId, Milestone.Half.Progress),
            null,
            HalfOf(job, link),
            Timeout.InfiniteTimeSpan
        );

    private TimeSpan HalfOf(Job job, int link)
    {
        var offer = health.Offers.GetValueOrDefault(job.Plan.Chain[link].Key);
        return TimeSpan.FromSeconds((offer?.For(job.Plan.Style).AverageSeconds ?? ExpectedSeconds.WithoutHistory) / 2);
    }

    private void Tell(Guid generationId, int percent)
    {
        if (percent > book.Of(generationId))
        {
            changes.Publish(ChangeWord.Tick(generationId, percent));
        }
    }
}
