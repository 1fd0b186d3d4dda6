using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Pricing;
using Atelier.Core.Requests;
using Atelier.Core.States;
using Atelier.Data.Attempts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Attempts;

/// <summary><c>/admin/api/attempts</c>: paid calls whose cost is open, and the operator's buttons for those of unknown outcome.</summary>
internal static class AttemptEndpoints
{
    private const int PageSize = 50;
    private const int LongestReason = 500;
    private const decimal MostDollars = 1000;

    private static readonly AttemptState[] Open =
    [
        AttemptState.Intent,
        AttemptState.Submitted,
        AttemptState.Answered,
        AttemptState.Unknown,
    ];

    public static void MapAttempts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/attempts").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", ListAsync)
            .WithName("ListOpenAttempts")
            .WithSummary(
                "Paid calls whose cost is open, the oldest first; state=unknown for those nobody knows the outcome of."
            )
            .Produces<AttemptPage>();
        group
            .MapPost("/{id:guid}/decision", DecideAsync)
            .WithName("DecideAttempt")
            .WithSummary("Decides about a call of unknown outcome: paid, not_paid, rerun or write_off, with a reason.")
            .Accepts<DecisionBody>("application/json")
            .Produces(204);
    }

    private static async Task<IResult> ListAsync(
        OperatorStore store,
        string? state,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var words = Open.Select(known => known.ToWire()).ToList();
        if (state is not null && !words.Contains(state))
        {
            errors.AddUnknown("state", state, words);
        }

        var after = Guid.Empty;
        if (cursor is not null && !Guid.TryParse(cursor, out after))
        {
            errors.Add("cursor", "cursor must be the next_cursor of the page before.");
        }

        errors.ThrowIfAny();
        var found = await store.ListAsync(
            state is null ? null : AttemptStates.Parse(state),
            cursor is null ? null : after,
            PageSize + 1,
            cancellationToken
        );
        var page = found.Take(PageSize).Select(AttemptView.Of).ToList();
        var more = found.Count > PageSize;
        return TypedResults.Json(new AttemptPage(page, more, more ? page[^1].Id.ToString() : null), WireJson.Options);
    }

    private static async Task<IResult> DecideAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        OperatorStore store,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, _) = await JsonBody.ReadAsync<DecisionBody>(request, errors);
        var action = ReadAction(body, errors);
        var reason = body.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > LongestReason || reason.Contains('\0'))
        {
            errors.Add("reason", $"reason is required: why, in 1 to {LongestReason} characters.");
        }

        if (body.CostUsd is not null && (action is not OperatorAction.Paid || body.CostUsd is < 0 or > MostDollars))
        {
            errors.Add("cost_usd", $"cost_usd goes with action paid and is dollars from 0 to {MostDollars:0}.");
        }

        errors.ThrowIfAny();
        var cost = body.CostUsd is { } dollars ? NanoDollars.Of(dollars) : (long?)null;
        var decided = await store.DecideAsync(id, action!.Value, cost, reason, caller.Caller.KeyId, cancellationToken);
        return decided switch
        {
            null => throw new AtelierException(ErrorCode.NotFound, "There is no attempt of this id."),
            false => throw new AtelierException(
                ErrorCode.NotOpen,
                action is OperatorAction.Rerun
                    ? "Only a call of unknown outcome whose generation still runs can be sent again."
                    : "Only about a call of unknown outcome can be decided."
            ),
            _ => TypedResults.NoContent(),
        };
    }

    private static OperatorAction? ReadAction(DecisionBody body, ErrorList errors)
    {
        if (SnakeCase.TryParse<OperatorAction>(body.Action ?? "") is { } action)
        {
            return action;
        }

        errors.AddUnknown("action", body.Action ?? "", SnakeCase.All<OperatorAction>());
        return null;
    }
}
