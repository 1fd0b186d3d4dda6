using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Policy;
using Atelier.Core.Requests;
using Atelier.Engine.Accepting;
using Atelier.Engine.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Policy;

/// <summary>What every request passes before it is planned: switched-off styles, the policy lists, moderation where it is set up.</summary>
public sealed partial class PolicyGate(
    PolicySwitches switches,
    PromptModerator moderator,
    EngineMetrics metrics,
    ILogger<PolicyGate> logger
)
{
    private const string Lists = "prompt";
    private const string Model = "moderation";

    /// <summary>Lets a request pass, at once or for review.</summary>
    /// <exception cref="AtelierException">It is against the policy, or its style is off.</exception>
    public async Task<PolicyVerdict> CheckAsync(
        Caller caller,
        ImageRequest request,
        CancellationToken cancellationToken
    )
    {
        CheckStyle(request.Operation);
        var settings = switches.Settings;
        var texts = RequestTexts.Of(request);
        var byLists = PromptPolicy.Check(texts, settings);
        Note(caller, Lists, byLists);
        if (byLists is PolicyVerdict.Blocked || !moderator.IsOn)
        {
            return Pass(byLists);
        }

        var byModel = await moderator.AskAsync(texts, settings, cancellationToken);
        Note(caller, Model, byModel);
        return Pass(Stricter(byLists, byModel));
    }

    private static PolicyVerdict Pass(PolicyVerdict verdict) =>
        verdict is PolicyVerdict.Blocked blocked ? throw PolicyRefusal.Of(blocked.Categories) : verdict;

    // The lists did not block, or the model was not asked.
    private static PolicyVerdict Stricter(PolicyVerdict byLists, PolicyVerdict byModel) =>
        (byLists, byModel) switch
        {
            (_, PolicyVerdict.Blocked) or (PolicyVerdict.Allowed, _) => byModel,
            (PolicyVerdict.Review first, PolicyVerdict.Review second) => new PolicyVerdict.Review(
                [.. first.Categories.Union(second.Categories).Order()],
                second.CheckUnavailable
            ),
            _ => byLists,
        };

    private void CheckStyle(ImageOperation operation)
    {
        var style = operation switch
        {
            Create create => create.Style,
            Stylise stylise => stylise.Style,
            _ => null,
        };
        if (style is not null && !switches.StyleIsOn(style))
        {
            throw new AtelierException([
                new FieldError("style", $"The operator has switched the style {style} off: take another, or none."),
            ]);
        }
    }

    private void Note(Caller caller, string stage, PolicyVerdict verdict)
    {
        var (outcome, categories) = verdict switch
        {
            PolicyVerdict.Blocked blocked => ("blocked", [.. blocked.Categories.Select(found => SnakeCase.Of(found))]),
            PolicyVerdict.Review review => ("review", review.Reasons),
            _ => ("allowed", []),
        };
        if (categories.Count == 0)
        {
            metrics.Judged(stage, "none", outcome);
            return;
        }

        foreach (var category in categories)
        {
            metrics.Judged(stage, category, outcome);
        }

        LogFound(caller.AccountId, stage, outcome, string.Join(",", categories));
    }

    [LoggerMessage(
        LogLevel.Information,
        "Policy: a request of account {AccountId} at stage {Stage} is {Outcome}: {Categories}"
    )]
    private partial void LogFound(Guid accountId, string stage, string outcome, string categories);
}
