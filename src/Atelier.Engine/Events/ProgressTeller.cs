using Atelier.Core.Routing;
using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Engine.Health;
using Atelier.Engine.Previews;
using Atelier.Engine.Quoting;

namespace Atelier.Engine.Events;

/// <summary>Makes news of rows: progress that never falls, and how long it will take yet.</summary>
public sealed class ProgressTeller(TickBook ticks, IOfferHealth health)
{
    private const string Painter = "local";

    // Seconds that files are made and stored in.
    private const double LastSteps = 1;

    /// <summary>A stage that was reached, or where a generation stands.</summary>
    /// <param name="told">The highest progress that the reader knows, by generation.</param>
    public ProgressNews Stage(ProgressRow row, Dictionary<Guid, int> told)
    {
        var state = GenerationStates.TryParse(row.State)!.Value;
        // What fails keeps the progress that it had shown.
        var ticked = state is GenerationState.Generating or GenerationState.Failed or GenerationState.Canceled
            ? ticks.Of(row.GenerationId)
            : 0;
        var progress = Math.Max(Math.Max(row.Progress, ticked), told.GetValueOrDefault(row.GenerationId));
        if (state.IsTerminal())
        {
            told.Remove(row.GenerationId);
        }
        else
        {
            told[row.GenerationId] = progress;
        }

        if (state == GenerationState.Complete)
        {
            ticks.Forget(row.GenerationId);
        }

        return new ProgressNews(row, progress, Tick: false, RemainingOf(row, state));
    }

    /// <summary>Takes note of what the reader has been told before.</summary>
    public void Know(ProgressRow row, Dictionary<Guid, int> told) =>
        told[row.GenerationId] = Math.Max(row.Progress, ticks.Of(row.GenerationId));

    /// <summary>A provider's own word in between; null when it says less than the reader knows.</summary>
    public ProgressNews? Tick(ProgressRow row, int percent, Dictionary<Guid, int> told)
    {
        if (!told.TryGetValue(row.GenerationId, out var known) || percent <= known)
        {
            return null;
        }

        told[row.GenerationId] = percent;
        return new ProgressNews(row, percent, Tick: true, RemainingOf(row, GenerationState.Generating));
    }

    /// <summary>A picture that is not finished; null where the reader does not know its generation.</summary>
    public ProgressNews? Preview(ProgressRow row, ShownPreview preview, Dictionary<Guid, int> told)
    {
        if (!told.TryGetValue(row.GenerationId, out var known))
        {
            return null;
        }

        var progress = told[row.GenerationId] = Math.Max(known, Math.Max(row.Progress, ticks.Of(row.GenerationId)));
        return new ProgressNews(row, progress, Tick: true, RemainingOf(row, GenerationState.Generating))
        {
            Preview = preview,
        };
    }

    private int? RemainingOf(ProgressRow row, GenerationState state)
    {
        if (
            state.IsTerminal()
            || state.AwaitsPerson()
            || row is not { Model: { } model, Provider: { } provider, Elapsed: { } elapsed }
        )
        {
            return null;
        }

        if (!health.Offers.TryGetValue(new OfferKey(model, provider, row.ProviderModel ?? ""), out var offer))
        {
            // Our own painter takes from no time to half a minute, and nobody keeps how long.
            if (provider == Painter)
            {
                return null;
            }
        }

        var average = offer?.For(row.Style).AverageSeconds ?? ExpectedSeconds.WithoutHistory;
        var wait = state == GenerationState.Queued ? health.Waits.GetValueOrDefault(provider) : 0;
        var left = Math.Max(0, average + wait - elapsed);
        return (int)Math.Ceiling(state >= GenerationState.PostProcessing ? Math.Min(left, LastSteps) : left);
    }
}
