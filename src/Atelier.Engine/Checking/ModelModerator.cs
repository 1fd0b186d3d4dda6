using Atelier.Core.Policy;
using Atelier.Providers.OpenAi.Moderation;

namespace Atelier.Engine.Checking;

/// <summary>Shows pictures to OpenAI's moderation model.</summary>
internal sealed class ModelModerator(ModerationClient client) : IPictureModerator
{
    public async Task<IReadOnlyCollection<PolicyCategory>> FlagAsync(byte[] png, CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(null, (png, "image/png"), cancellationToken);
        // Flagged for something that we have no name for: whatever was asked, a person is to look.
        return answer is { Flagged: true, Categories.Count: 0 }
            ? Enum.GetValues<PolicyCategory>()
            : [.. answer.Categories.Keys];
    }
}
