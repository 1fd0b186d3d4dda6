using System.Text.Json;
using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Policy;
using Atelier.Data.Events;
using Atelier.Engine.Explaining;
using Atelier.Engine.Policy;

namespace Atelier.Server.Progress;

/// <summary>The error of a generation that failed, in the words of the presentation doors.</summary>
internal static class ProgressError
{
    public const string ProviderUnavailable = "PROVIDER_UNAVAILABLE";

    /// <summary>Until a provider that failed is worth another call.</summary>
    public const int RetrySeconds = 30;

    private const string ContentPolicy = "CONTENT_POLICY";
    private const string Failed = "GENERATION_FAILED";

    // Of all the codes that a generation can end with.
    private static readonly Dictionary<ErrorCode, string> Codes = new()
    {
        [ErrorCode.Canceled] = "CANCELED",
        [ErrorCode.ContentPolicy] = ContentPolicy,
        [ErrorCode.BudgetExceeded] = "QUOTA_EXCEEDED",
        [ErrorCode.InsufficientCredits] = "QUOTA_EXCEEDED",
        [ErrorCode.QuotaExceeded] = "QUOTA_EXCEEDED",
        [ErrorCode.ProviderUnavailable] = ProviderUnavailable,
        [ErrorCode.ServiceUnavailable] = "SERVICE_UNAVAILABLE",
    };

    /// <summary>Null where the row tells of no failure.</summary>
    public static ProgressErrorView? Of(ProgressRow row)
    {
        if (row.ErrorCode is null)
        {
            return null;
        }

        var known = ErrorFacts.Find(row.ErrorCode);
        var code = known is { } one ? Codes.GetValueOrDefault(one, Failed) : Failed;
        var retryable = known is { } facts && ErrorFacts.Of(facts).Retryable;
        var policy = code == ContentPolicy ? PolicyRefusal.Violation(Categories(row.ErrorCategories)) : null;
        var tried = Tried(row.Tried);
        return new ProgressErrorView(
            code,
            row.ErrorMessage ?? "The picture could not be made.",
            retryable,
            retryable ? RetrySeconds : null,
            policy is null ? null : true,
            policy is null && tried is null
                ? null
                : new ProgressErrorDetails(tried?[^1].Provider, tried?[^1].Reason, tried, policy)
        );
    }

    private static List<PolicyCategory> Categories(string? words) =>
        [
            .. (words ?? "")
                .Split(',')
                .Select(word => SnakeCase.TryParse<PolicyCategory>(word))
                .OfType<PolicyCategory>()
                .Distinct()
                .Order(),
        ];

    private static List<TriedProvider>? Tried(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var calls = JsonDocument.Parse(json);
        return
        [
            .. calls
                .RootElement.EnumerateArray()
                .Select(call => new TriedProvider(
                    call.GetProperty("provider").GetString()!,
                    FailureWords.Of(call.GetProperty("failure").GetString(), runsHouse: false)
                )),
        ];
    }
}
