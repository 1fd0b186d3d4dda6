using System.Security.Cryptography;
using System.Text;
using Atelier.Core.Policy;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi.Moderation;
using Microsoft.Extensions.Logging;

namespace Atelier.Engine.Policy;

/// <summary>Asks a moderation model about prompts, where the operator has set one up. What it cannot answer is parked.</summary>
public sealed partial class PromptModerator(
    ModerationClient? client,
    TimeProvider time,
    ILogger<PromptModerator> logger
)
{
    /// <summary>From this score on a flagged category blocks; below it a person decides.</summary>
    public const double Sure = 0.9;

    private readonly ModerationMemory _memory = new(time);

    public bool IsOn => client is not null;

    /// <summary>What the model says; allowed where there are no words.</summary>
    public async Task<PolicyVerdict> AskAsync(
        PolicyTexts texts,
        PolicySettings settings,
        CancellationToken cancellationToken
    )
    {
        var text = string.Join('\n', texts.Wanted).Trim();
        if (client is null || text.Length == 0)
        {
            return PolicyVerdict.Allowed.Instance;
        }

        var key = KeyOf(text);
        if (_memory.Find(key) is not { } answer)
        {
            try
            {
                answer = await client.AskAsync(text, picture: null, cancellationToken);
            }
            catch (ProviderException exception)
            {
                LogUnavailable(exception.Provider, exception.Kind);
                return new PolicyVerdict.Review([], CheckUnavailable: true);
            }

            _memory.Keep(key, answer);
        }

        return Judge(answer, settings);
    }

    private static PolicyVerdict Judge(ModerationAnswer answer, PolicySettings settings)
    {
        var found = answer.Categories.Where(pair => Counts(pair.Key, settings)).ToList();
        if (found.Count == 0)
        {
            // Flagged for something that is not known here is not the same as allowed.
            return answer is { Flagged: true, Categories.Count: 0 }
                ? new PolicyVerdict.Review([], CheckUnavailable: true)
                : PolicyVerdict.Allowed.Instance;
        }

        IReadOnlyList<PolicyCategory> categories = [.. found.Select(pair => pair.Key).Order()];
        return found.Any(pair => pair.Key == PolicyCategory.SexualMinors || pair.Value >= Sure)
            ? new PolicyVerdict.Blocked(categories)
            : new PolicyVerdict.Review(categories);
    }

    private static bool Counts(PolicyCategory category, PolicySettings settings) =>
        category == PolicyCategory.SexualMinors || settings.Active.Contains(category);

    // What differs in blanks and case only is the same to a reader.
    private static string KeyOf(string text) =>
        Convert.ToHexString(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                        .ToLowerInvariant()
                )
            )
        );

    [LoggerMessage(LogLevel.Warning, "Moderation at {Provider} gave no answer ({Kind}); the request waits for review")]
    private partial void LogUnavailable(string provider, FailureKind kind);
}
