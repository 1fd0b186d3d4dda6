using System.Security.Cryptography;
using System.Text;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Data.Repeats;
using Atelier.Engine.Health;
using Atelier.Engine.Planning;

namespace Atelier.Engine.Repeats;

/// <summary>
/// Finds requests that were answered before: the same account, the same compiled request, and a seed that the caller chose
/// (requirement C-78). Without one a caller wants another picture, whatever else is the same.
/// </summary>
public sealed class RepeatFinder(RepeatStore store, LaneModes modes)
{
    // Requirement C-78. Pictures themselves go as long after somebody wanted them last.
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private const string Said =
        "The same request with the same seed was answered before; its pictures are given again and cost nothing.";

    private const string SaidToJoin =
        "The same request with the same seed is being made; its pictures will be given again and cost nothing.";

    /// <summary>
    /// What two equal requests have in common: the compiled call of the first in line, the exact model, what it costs and what is
    /// delivered. So a new price or version of a model ends all that was before.
    /// </summary>
    public static byte[] FingerprintOf(PlannedWork work)
    {
        var (request, first) = (work.Request, work.Plan.First);
        var asked = request with
        {
            Operation = request.Operation.WithTexts(PromptTexts.None),
            // Who is asked, when, and how it is paid, make no other picture.
            Model = null,
            Tier = null,
            Fallback = FallbackRule.Declared,
            Class = JobClass.Interactive,
            MaxCostUsd = null,
        };
        var text = string.Join(
            '\n',
            PlanJson.Write(asked),
            PlanJson.Write(work.Calls[0]),
            request.PublishPrompt ? request.Operation.Texts.Prompt : null,
            FormattableString.Invariant(
                $"{first.Model} {first.Version} {first.Provider} {first.ProviderModel} {first.ExpectedCostUsd} {first.MaximumNanos} {work.Plan.PriceEach}"
            )
        );
        return SHA256.HashData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>
    /// The work of giving the pictures again; null when there is nothing to give. What are still being made may never come: then it
    /// goes on by itself, and holds meanwhile what that may cost.
    /// </summary>
    public async Task<PlannedWork?> FindAsync(
        Guid accountId,
        PlannedWork work,
        byte[] fingerprint,
        CancellationToken cancellationToken
    )
    {
        var first = work.Plan.First;
        if (
            modes.Held.ContainsKey(Router.Local)
            || await store.FindAsync(accountId, fingerprint, Life, first.Provider, first.Model, cancellationToken)
                is not { } found
        )
        {
            return null;
        }

        var known = work with { Plan = work.Plan with { Repeats = found.Id } };
        return found.Ended
            ? ForNothing(known, Said)
            : known with
            {
                Plan = known.Plan with { GoesAlone = true, Text = [.. work.Plan.Text, SaidToJoin] },
            };
    }

    /// <summary>The same for a caller who could not pay for work of its own: it gets those pictures or none.</summary>
    public static PlannedWork ForNothing(PlannedWork joins) => ForNothing(joins, null);

    private static PlannedWork ForNothing(PlannedWork work, string? said)
    {
        var first = work.Plan.First;
        return work with
        {
            Plan = work.Plan with
            {
                GoesAlone = false,
                PriceEach = 0,
                Chain = [first with { Paid = false, MaximumNanos = 0, ExpectedNanos = 0, ExpectedCostUsd = 0 }],
                Text = said is null ? work.Plan.Text : [.. work.Plan.Text, said],
            },
            Calls = [work.Calls[0]],
        };
    }
}
