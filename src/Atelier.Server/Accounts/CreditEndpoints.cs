using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;

namespace Atelier.Server.Accounts;

/// <summary><c>POST /admin/api/accounts/{id}/credits</c>: credits by hand, which lapse at no reset.</summary>
internal static class CreditEndpoints
{
    private const decimal Most = 1_000_000_000;
    private const int LongestReason = 500;

    public static void MapCredits(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/admin/api/accounts/{id:guid}/credits", BookAsync)
            .RequireAuthorization(Scopes.Admin)
            .WithTags("Admin")
            .WithName("BookCredits")
            .WithSummary("Gives an account credits, or takes some; with an Idempotency-Key a retry books nothing.")
            .Accepts<CreditBody>("application/json")
            .Produces<CreditView>();

    private static async Task<IResult> BookAsync(
        Guid id,
        HttpRequest request,
        CurrentCaller caller,
        CreditStore credits,
        CancellationToken cancellationToken
    )
    {
        var errors = new ErrorList();
        var (body, json) = await JsonBody.ReadAsync<CreditBody>(request, errors);
        var idempotency = IdempotencyHeader.Read(request, $"credits {id}", json);
        var amount = ReadAmount(body.Amount, errors);
        var reason = body.Reason?.Trim() ?? "";
        if (reason.Length is 0 or > LongestReason || reason.Any(char.IsControl))
        {
            errors.Add("reason", $"reason is required: why, in 1 to {LongestReason} characters.");
        }

        errors.ThrowIfAny();
        var outcome = await credits.BookAsync(id, amount, reason, idempotency, caller.Actor, cancellationToken);
        return outcome switch
        {
            CreditOutcome.Booked booked => TypedResults.Json(
                new CreditView(booked.Entry, booked.Balance / 1000m),
                WireJson.Options
            ),
            CreditOutcome.NotFound => throw AccountAdminEndpoints.NotFound(),
            CreditOutcome.Closed => throw new AtelierException(
                ErrorCode.Conflict,
                "The account is closed: it takes no credits."
            ),
            CreditOutcome.TooFew few => throw new AtelierException(
                ErrorCode.Conflict,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The account has {few.Balance / 1000m:0.###} credits; more cannot be taken."
                )
            ),
            _ => throw new AtelierException(
                ErrorCode.IdempotencyConflict,
                "This Idempotency-Key was used for other credits: use a new key for new ones."
            ),
        };
    }

    private static long ReadAmount(decimal? amount, ErrorList errors)
    {
        if (amount is { } credits && credits != 0 && Math.Abs(credits) <= Most && credits * 1000 % 1 == 0)
        {
            return (long)(credits * 1000);
        }

        errors.Add(
            "amount",
            $"amount is required: credits, not 0, at most {Most:0} with three decimals; below 0 takes them away."
        );
        return 0;
    }
}
