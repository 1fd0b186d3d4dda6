namespace Atelier.Client.Photos;

/// <summary>What is to be made of the photo of a session.</summary>
/// <param name="SessionId">The session that the upload opened.</param>
public sealed record PhotoRequest(string SessionId)
{
    /// <summary>One of <see cref="PhotoStyles"/>; null leaves the choice to the service, which takes cartoon.</summary>
    public string? Style { get; init; }

    /// <summary>Words of one's own beside those of the style, at most 500 characters.</summary>
    public string? CustomPrompt { get; init; }

    /// <summary>Who is to do it, by the name that answers have, such as flux1 or local; null leaves that to the account's tier.</summary>
    public string? Provider { get; init; }

    /// <summary>standard or hd; null is standard.</summary>
    public string? Quality { get; init; }

    /// <summary>jpg or png; null is jpg.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>
    /// Under the same key the same request is made and paid for once, within 24 hours. Null takes a new one for each call, which
    /// covers only repetitions inside it; who may call again after a crash keeps one.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
