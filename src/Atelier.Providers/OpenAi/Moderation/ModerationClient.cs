namespace Atelier.Providers.OpenAi.Moderation;

/// <summary>OpenAI's moderation model. There only where it is set up.</summary>
public abstract class ModerationClient
{
    /// <summary>Asks about words, a picture, or both.</summary>
    public abstract Task<ModerationAnswer> AskAsync(
        string? text,
        (byte[] bytes, string mime)? picture,
        CancellationToken cancellationToken
    );
}
