using Atelier.Core.Policy;

namespace Atelier.Core.Tests.Policy;

/// <summary>A prompt and what it is.</summary>
/// <param name="Set">A category, <c>harmless</c> or <c>evasion</c>.</param>
/// <param name="Category">Of an evasion: what it hides.</param>
/// <param name="Least">Of children: <c>review</c> where a person may decide; else it must be blocked.</param>
/// <param name="Round">Which held-out set it was first in; null for what the lists were made with.</param>
internal sealed record LabelledPrompt(
    string Set,
    string Prompt,
    string? Category = null,
    string? Least = null,
    int? Round = null
)
{
    public PolicyCategory Expected => SnakeCase.TryParse<PolicyCategory>(Category ?? Set)!.Value;
}
