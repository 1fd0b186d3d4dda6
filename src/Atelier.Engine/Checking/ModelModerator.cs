using Atelier.Providers.OpenAi.Moderation;

namespace Atelier.Engine.Checking;

/// <summary>Shows pictures to OpenAI's moderation model.</summary>
internal sealed class ModelModerator(ModerationClient client) : IPictureModerator
{
    public async Task<IReadOnlyCollection<string>> FlagAsync(byte[] png, CancellationToken cancellationToken) =>
        (await client.AskAsync(null, (png, "image/png"), cancellationToken)).Categories;
}
