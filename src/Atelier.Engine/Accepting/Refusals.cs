using System.Globalization;
using Atelier.Core.Errors;
using Atelier.Data.Accepting;
using Atelier.Data.Budgets;
using Atelier.Data.Quotes;

namespace Atelier.Engine.Accepting;

/// <summary>What to tell a caller whose request was not accepted.</summary>
internal static class Refusals
{
    public static AtelierException Of(AcceptOutcome outcome, AcceptOrder order) =>
        outcome switch
        {
            AcceptOutcome.TooFewCredits { Balance: var balance } => TooFewCredits(
                order.PriceEach * order.Count,
                balance
            ),
            AcceptOutcome.OverBudget { Scope: var scope } => OverBudget(scope),
            // Waiting would never help.
            AcceptOutcome.OverQuota { Limit: > 0 and var limit } when order.Count > limit => TooMany(limit),
            AcceptOutcome.OverQuota over => OverQuota(over),
            AcceptOutcome.TooOften over => TooOften(over),
            AcceptOutcome.OverDay over => OverDay(over),
            AcceptOutcome.NoSession when order.SessionId is null => NoSource(),
            AcceptOutcome.NoSession => NoSession(),
            AcceptOutcome.QuoteRefused { Fault: var fault } => NoQuote(fault),
            AcceptOutcome.Closed => new AtelierException(ErrorCode.Forbidden, "This account is closed."),
            _ => KeyConflict(),
        };

    /// <summary>The text of requirement B-41, for this door too.</summary>
    public static AtelierException NoSession() => new(ErrorCode.SessionNotFound, "Session not found");

    // It was there a moment ago.
    private static AtelierException NoSource() =>
        new([new FieldError("image", "image is of a photo session that is over; upload the photo again.")]);

    public static AtelierException KeyConflict() =>
        new(
            ErrorCode.IdempotencyConflict,
            "This Idempotency-Key was used for another request in the last 24 hours: use a new key for a new request."
        );

    private static AtelierException NoQuote(QuoteFault fault) =>
        fault switch
        {
            QuoteFault.NotFound => new AtelierException(
                ErrorCode.QuoteNotFound,
                "There is no quote of this id: ask for one at POST /v1/quotes."
            ),
            QuoteFault.Used => new AtelierException(
                ErrorCode.QuoteUsed,
                "This quote was used for another generation, and it holds for one: ask for a new one."
            ),
            QuoteFault.Expired => new AtelierException(
                ErrorCode.QuoteExpired,
                "This quote has expired: ask for a new one."
            ),
            QuoteFault.PriceChanged => new AtelierException(
                ErrorCode.PriceChanged,
                "This can no longer be had for what the quote says: ask for a new one. Nothing was charged."
            ),
            _ => new AtelierException(
                ErrorCode.QuoteMismatch,
                "This quote is for another request: send the very body that was quoted, or ask for a quote for this one."
            ),
        };

    // How much there is, or was spent, is the operator's business.
    private static AtelierException OverBudget(BudgetScope scope)
    {
        var whose = scope.Kind switch
        {
            "key" => "The budget of this key",
            "account" => "The budget of this account",
            _ => "The operator's budget of this month",
        };
        return new AtelierException(
            ErrorCode.BudgetExceeded,
            $"{whose} has no room for what this may cost: ask the operator, or name the model local-painter, which costs nothing."
        )
        {
            Details = new Dictionary<string, object> { ["scope"] = scope.Kind },
        };
    }

    private static AtelierException TooMany(int limit) =>
        new([new FieldError("n", $"n must be {limit} or less: this account may ask for {limit} pictures a day.")]);

    private static AtelierException OverQuota(AcceptOutcome.OverQuota over) =>
        new(
            ErrorCode.QuotaExceeded,
            over.Left == 0
                ? $"Daily limit of {over.Limit} images reached. It resets at midnight UTC."
                : $"Daily limit of {over.Limit} images: only {over.Left} are left today. It resets at midnight UTC."
        )
        {
            RetryAfterSeconds = (int)Math.Ceiling(over.ResetsIn.TotalSeconds),
            Limits = over.Limits,
            Details = new Dictionary<string, object> { ["limit"] = over.Limit, ["left"] = over.Left },
        };

    private static AtelierException TooOften(AcceptOutcome.TooOften over)
    {
        var span = over.Window.Span <= TimeSpan.FromMinutes(1) ? "minute" : "hour";
        return new AtelierException(
            ErrorCode.RateLimited,
            FormattableString.Invariant(
                $"{over.Window.Limit} requests a {span} of the group {over.Group} are allowed: the next is free in {over.Window.ResetSeconds} seconds."
            )
        )
        {
            RetryAfterSeconds = over.Window.ResetSeconds,
            Limits = over.Limits,
            Details = new Dictionary<string, object> { ["limit"] = over.Window.Limit, ["group"] = over.Group },
        };
    }

    private static AtelierException OverDay(AcceptOutcome.OverDay over) =>
        new(
            ErrorCode.QuotaExceeded,
            $"Daily limit of {over.Window.Limit} requests of the group {over.Group} reached. It resets at midnight UTC."
        )
        {
            RetryAfterSeconds = over.Window.ResetSeconds,
            Limits = over.Limits,
            Details = new Dictionary<string, object> { ["limit"] = over.Window.Limit, ["group"] = over.Group },
        };

    private static AtelierException TooFewCredits(long needed, long balance) =>
        new(
            ErrorCode.InsufficientCredits,
            $"This costs {Credits(needed)} credits and {Credits(balance)} are left: ask for fewer pictures or a lower quality, "
                + "or have credits added."
        )
        {
            Details = new Dictionary<string, object>
            {
                ["reason"] = "credits",
                ["credits_needed"] = needed / 1000m,
                ["credits_remaining"] = balance / 1000m,
            },
        };

    private static string Credits(long thousandths) =>
        (thousandths / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
