namespace Atelier.Client.Photos;

/// <summary>The body of <c>POST /api/generate</c>. A tier is not sent: the account's counts.</summary>
internal sealed record GenerateBody(string SessionId, string? Style, string? CustomPrompt)
{
    public string? Provider { get; init; }

    public string? Quality { get; init; }

    public string? OutputFormat { get; init; }
}
