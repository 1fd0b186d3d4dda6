using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Engine.Diagnostics;
using Atelier.Engine.Finishing;
using Atelier.Engine.Planning;
using Atelier.Providers;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Working;

/// <summary>Makes the pictures of a generation, slot after slot, so that only one lies in memory at a time.</summary>
public sealed partial class SlotWork(
    WorkStore work,
    ProviderRegistry providers,
    PictureKeeper keeper,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger<SlotWork> logger
)
{
    /// <summary>The ending to write; null when the claim was lost on the way.</summary>
    /// <param name="reach">Notes a milestone; false when the claim was lost.</param>
    public async Task<Ending?> RunAsync(
        Claim claim,
        Func<Milestone, Task<bool>> reach,
        CancellationToken cancellationToken
    )
    {
        var loaded = await work.LoadAsync(claim, cancellationToken);
        if (loaded is null)
        {
            return null;
        }

        if (loaded.CancelRequested)
        {
            return Ending.Without(GenerationState.Canceled, "canceled", "Canceled by the caller.");
        }

        if (loaded.CallsJson is null)
        {
            return Ending.Without(GenerationState.Failed, "generation_failed", "The words of the request were erased.");
        }

        if (!await reach(Milestone.PromptProcessed))
        {
            return null;
        }

        var plan = PlanJson.Read<GenerationPlan>(loaded.PlanJson);
        var request = PlanJson.Read<ImageRequest>(loaded.RequestJson);
        var call = PlanJson.Read<IReadOnlyList<CompiledCall>>(loaded.CallsJson)[0];
        var order = new KeepOrder(
            claim.GenerationId,
            plan.Chain[0],
            request.Format,
            request.PublishPrompt ? loaded.Prompt : null
        );
        var state = new Progress(loaded.Count, reach);
        return await state.ReachAsync(Milestone.Started) && await MakeAsync(call, order, state, cancellationToken)
            ? End(state)
            : null;
    }

    private async Task<bool> MakeAsync(
        CompiledCall call,
        KeepOrder order,
        Progress state,
        CancellationToken cancellationToken
    )
    {
        var provider =
            providers.Find(call.Provider)
            ?? throw new InvalidOperationException($"Provider {call.Provider} is not switched on at this node.");
        foreach (var slots in Enumerable.Range(0, state.Count).Chunk(call.PicturesPerCall))
        {
            var last = slots[^1] == state.Count - 1;
            var pictures = await SubmitAsync(provider, call, slots, state, cancellationToken);
            if (
                last
                && !(await state.ReachAsync(Milestone.Generated) && await state.ReachAsync(Milestone.PostProcessing))
            )
            {
                return false;
            }

            foreach (var slot in slots)
            {
                // What an adapter gives beyond what was asked is not for this slot, and what is missing has a code.
                if (pictures.FirstOrDefault(picture => picture.Slot == slot) is { } picture)
                {
                    state.Delivered[slot] = await keeper.KeepAsync(order, picture, cancellationToken);
                }
                else
                {
                    state.Errors[slot] = "generation_failed";
                }
            }

            if (last && !await state.ReachAsync(Milestone.Uploading))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<IReadOnlyList<ProviderPicture>> SubmitAsync(
        IImageProvider provider,
        CompiledCall call,
        int[] slots,
        Progress state,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        try
        {
            return await provider.SubmitAsync(call, slots, cancellationToken);
        }
        catch (ProviderException exception)
        {
            LogRefused(provider.Id, exception);
            return [];
        }
        finally
        {
            metrics.Called(provider.Id, time.GetElapsedTime(started));
        }
    }

    private static Ending End(Progress state) =>
        state.Delivered.Count > 0
            ? new Ending(GenerationState.Complete, state.Delivered, state.Errors)
            : new Ending(
                GenerationState.Failed,
                state.Delivered,
                state.Errors,
                "generation_failed",
                "The provider could not make the picture."
            );

    [LoggerMessage(LogLevel.Warning, "Provider {Provider} refused or failed")]
    private partial void LogRefused(string provider, Exception exception);

    private sealed class Progress(int count, Func<Milestone, Task<bool>> reach)
    {
        public int Count => count;

        public Dictionary<int, NewImage> Delivered { get; } = [];

        public Dictionary<int, string> Errors { get; } = [];

        public Task<bool> ReachAsync(Milestone milestone) => reach(milestone);
    }
}
