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

    private const string Quota = "QUOTA_EXCEEDED";
    private const string Unavailable = "SERVICE_UNAVAILABLE";
    private const string ContentPolicy = "CONTENT_POLICY";
    private const string Failed = "GENERATION_FAILED";

    // Of all the codes that a generation can end with.
    private static readonly Dictionary<ErrorCode, string> Codes = new()
    {
        [ErrorCode.Canceled] = "CANCELED",
        [ErrorCode.ContentPolicy] = ContentPolicy,
        [ErrorCode.BudgetExceeded] = Quota,
        [ErrorCode.InsufficientCredits] = Quota,
        [ErrorCode.QuotaExceeded] = Quota,
        [ErrorCode.ProviderUnavailable] = ProviderUnavailable,
        [ErrorCode.ServiceUnavailable] = Unavailable,
    };

    // The rest is told by what the generation ended with.
    private static readonly Dictionary<string, string> Messages = new()
    {
        [Quota] = "Image generation quota exceeded",
        [ProviderUnavailable] = "Image generation provider temporarily unavailable",
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
        var policy = code == ContentPolicy ? PolicyRefusal.Violation(Categories(row.ErrorCategories)) : null;
        var (tried, free) = Tried(row.Tried);
        // Only where surely nobody was paid does it invite to another call, which will be.
        var retryable = free && code is (ProviderUnavailable or Unavailable);
        return new ProgressErrorView(
            code,
            Messages.GetValueOrDefault(code) ?? policy?.Message ?? row.ErrorMessage ?? "The picture could not be made.",
            retryable,
            retryable ? RetrySeconds : null,
            policy is null ? null : true,
            policy is null && tried is null && !Messages.ContainsKey(code)
                ? null
                : new ProgressErrorDetails(
                    tried?[^1].Provider,
                    code is ContentPolicy ? null : row.ErrorMessage,
                    tried,
                    policy
                )
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

    // Who was asked, and whether nobody of them was paid.
    private static (List<TriedProvider>? Tried, bool Free) Tried(string? json)
    {
        if (json is null)
        {
            return (null, true);
        }

        using var calls = JsonDocument.Parse(json);
        var all = calls.RootElement.EnumerateArray().ToList();
        return (
            all.ConvertAll(call => new TriedProvider(
                call.GetProperty("provider").GetString()!,
                FailureWords.Of(call.GetProperty("failure").GetString(), runsHouse: false)
            )),
            all.TrueForAll(call => call.GetProperty("free").GetBoolean())
        );
    }
}
