using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Generations;
using Atelier.Engine.Planning;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Steps;

/// <summary>Reads what a step needs.</summary>
internal sealed class JobLoader(WorkReads reads, TimeProvider time)
{
    /// <summary>The generation; null when it is gone.</summary>
    public async Task<Job?> LoadAsync(Guid generationId, CancellationToken cancellationToken)
    {
        if (await reads.LoadAsync(generationId, cancellationToken) is not { Work: var loaded, Attempts: var attempts })
        {
            return null;
        }

        var plan = PlanJson.Read<GenerationPlan>(loaded.PlanJson);
        return new Job(
            generationId,
            loaded.AccountId,
            plan,
            PlanJson.Read<ImageRequest>(loaded.RequestJson),
            loaded.CallsJson is { } calls ? PlanJson.Read<IReadOnlyList<CompiledCall>>(calls) : [],
            loaded.Prompt,
            loaded.Count,
            GenerationStates.TryParse(loaded.State)!.Value,
            loaded.Progress,
            loaded.CancelRequested,
            loaded.Watermark,
            plan.Paid ? attempts : []
        )
        {
            SessionId = loaded.SessionId,
            Passed = loaded.PassedPlaces,
            LoadedAt = time.GetTimestamp(),
        };
    }
}
