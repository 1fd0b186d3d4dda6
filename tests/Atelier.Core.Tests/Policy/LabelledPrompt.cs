using Atelier.Core.Policy;

namespace Atelier.Core.Tests.Policy;

/// <summary>A prompt and what it is.</summary>
/// <param name="Set">A category, <c>harmless</c> or <c>evasion</c>.</param>
/// <param name="Category">Of an evasion: what it hides.</param>
internal sealed record LabelledPrompt(string Set, string Prompt, string? Category = null)
{
    public PolicyCategory Expected => SnakeCase.TryParse<PolicyCategory>(Category ?? Set)!.Value;
}
