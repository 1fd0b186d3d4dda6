using Atelier.Core;
using Atelier.Core.Policy;
using Atelier.Data.Generations;

namespace Atelier.Engine.Policy;

/// <summary>What was violated, as every door tells it.</summary>
/// <param name="Violated">Always true.</param>
/// <param name="Categories">Names of categories, such as <c>adult_content</c>; empty where nobody named one.</param>
/// <param name="Message">The same for every violation.</param>
/// <param name="Suggestion">What to ask for instead.</param>
public sealed record PolicyViolation(bool Violated, IReadOnlyList<string> Categories, string Message, string Suggestion)
{
    /// <summary>What a generation that ended violated; null when it did not end for that.</summary>
    public static PolicyViolation? Of(GenerationRow row) =>
        row.ErrorCode == "content_policy"
            ? PolicyRefusal.Violation([
                .. (row.ErrorCategories ?? "")
                    .Split(',')
                    .Select(word => SnakeCase.TryParse<PolicyCategory>(word))
                    .OfType<PolicyCategory>()
                    .Distinct()
                    .Order(),
            ])
            : null;
}
