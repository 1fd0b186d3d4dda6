using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Engine.Changes;
using Atelier.Engine.Health;
using Atelier.Engine.Quoting;
using Atelier.Engine.Steps;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Events;

/// <summary>Tells all nodes how far a provider is, between the stages that are kept (requirement C-67).</summary>
internal sealed partial class Ticker(
    ChangePublisher changes,
    TickBook book,
    IToldProgress told,
    IOfferHealth health,
    TimeProvider time,
    ILogger<Ticker> logger
)
{
    // What was told is kept as the next of these, so that of many ticks few are written and yet nobody is told less later. The
    // third is that of the half, whose milestone is written by itself.
    private static readonly int[] Steps = [Milestone.Started.Progress, 35, 49, Milestone.Half.Progress, 60, 70];

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
    public Task TellAsync(Job job, IReadOnlyList<Look> looks)
    {
        var percents = looks.Where(look => look.Progress is not null).Select(look => look.Progress!.Value).ToList();
        if (percents.Count > 0)
        {
            return TellAsync(job.GenerationId, OnTimeline((int)percents.Average()));
        }

        return job.Attempts.Any(attempt =>
            attempt.State.IsLive() && attempt.Now - attempt.IntentAt >= HalfOf(job, attempt.Link)
        )
            ? TellAsync(job.GenerationId, Milestone.Half.Progress)
            : Task.CompletedTask;
    }

    /// <summary>Tells how far a provider says the one call of a generation is.</summary>
    /// <param name="percent">Its own, 0 to 100.</param>
    public void Tell(Job job, int percent) => _ = TellAsync(job.GenerationId, OnTimeline(percent));

    /// <summary>
    /// Where an answer brings the picture, nobody tells how far it is: the half is told when half of the time has gone that its
    /// offer takes on average. Dispose it when the answer is there.
    /// </summary>
    public IDisposable HalfWay(Job job, int link) =>
        time.CreateTimer(
            _ => _ = TellAsync(job.GenerationId, Milestone.Half.Progress),
            null,
            HalfOf(job, link),
            Timeout.InfiniteTimeSpan
        );

    private TimeSpan HalfOf(Job job, int link)
    {
        var offer = health.Offers.GetValueOrDefault(job.Plan.Chain[link].Key);
        return TimeSpan.FromSeconds((offer?.For(job.Plan.Style).AverageSeconds ?? ExpectedSeconds.WithoutHistory) / 2);
    }

    private async Task TellAsync(Guid generationId, int percent)
    {
        var known = book.Of(generationId);
        if (percent <= known)
        {
            return;
        }

#pragma warning disable CA1031 // What is told on the way must not cost the picture; the next tick tells it.
        try
        {
            if (StepOf(percent) > StepOf(known))
            {
                // Before anybody hears it: a node that starts in this moment must not tell less.
                await told.KeepAsync(generationId, StepOf(percent), CancellationToken.None);
            }

            changes.Publish(ChangeWord.Tick(generationId, percent));
        }
        catch (Exception exception)
        {
            LogNotKept(generationId, exception);
        }
#pragma warning restore CA1031
    }

    private static int StepOf(int percent) => Array.Find(Steps, step => step >= percent);

    [LoggerMessage(LogLevel.Warning, "How far generation {GenerationId} is could not be kept, and is not told")]
    private partial void LogNotKept(Guid generationId, Exception exception);
}
