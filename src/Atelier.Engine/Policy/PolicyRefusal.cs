using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Policy;

namespace Atelier.Engine.Policy;

/// <summary>What to tell a caller whose request is against the policy: the categories, and nothing of the lists.</summary>
public static class PolicyRefusal
{
    private const string Message = "Image generation blocked by content policy";

    /// <summary>The error of a refusal, with the violation in its details.</summary>
    public static AtelierException Of(IReadOnlyList<PolicyCategory> categories) =>
        new(ErrorCode.ContentPolicy, $"{Message}. {Suggestion(categories)}")
        {
            Details = new Dictionary<string, object> { ["content_policy"] = Violation(categories) },
        };

    /// <summary>What was violated; without categories where nobody named one.</summary>
    public static PolicyViolation Violation(IReadOnlyList<PolicyCategory> categories) =>
        new(true, [.. categories.Select(category => SnakeCase.Of(category))], Message, Suggestion(categories));

    private static string Suggestion(IReadOnlyList<PolicyCategory> categories) =>
        categories is [var first, ..]
            ? first switch
            {
                PolicyCategory.SexualMinors => "Children are never shown in a sexual context here.",
                PolicyCategory.AdultContent => "Describe the scene without nudity or sexual content.",
                PolicyCategory.Violence => "Describe the scene without injuries, killing or cruelty.",
                PolicyCategory.HateSpeech => "Describe people without contempt for a group, and without its symbols.",
                PolicyCategory.IllegalActivity => "Describe something that is not a crime or a guide to one.",
                PolicyCategory.PersonalInfo => "Leave out addresses, numbers and other data of a person.",
                PolicyCategory.CopyrightedContent => "Describe a character or a mark of your own.",
                PolicyCategory.PoliticalContent => "Leave out parties, campaigns and people in office.",
                _ => "Describe the person without naming somebody who is known.",
            }
            : "Change the prompt.";
}
