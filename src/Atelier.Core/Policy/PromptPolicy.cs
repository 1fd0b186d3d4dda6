using Atelier.Core.Policy.Matching;

namespace Atelier.Core.Policy;

/// <summary>Checks the words of a request against the policy lists, in time that grows with their length only. Pure.</summary>
public static class PromptPolicy
{
    /// <summary>Checks texts that all say what shall be in the picture; they count as one.</summary>
    public static PolicyVerdict Check(IEnumerable<string> texts, PolicySettings settings) =>
        Check(new PolicyTexts([.. texts], []), settings);

    /// <summary>Checks all texts of a request together: a combination may be spread over them.</summary>
    public static PolicyVerdict Check(PolicyTexts texts, PolicySettings settings)
    {
        var matcher = settings.Book.Matcher;
        var findings = new Findings();
        foreach (var text in texts.Wanted)
        {
            Look(text, matcher, settings, ref findings);
        }

        foreach (var text in texts.Unwanted)
        {
            foreach (var item in NegativeItems.Of(text))
            {
                if (item.IsProse)
                {
                    Look(item.Text, matcher, settings, ref findings);
                }
                else
                {
                    matcher.Scan(item.Text, isNegative: true, ref findings);
                }
            }
        }

        matcher.Combine(ref findings);
        var prohibited = findings.Prohibited & settings.ActiveMask;
        var flagged = findings.Flagged & settings.ActiveMask;
        return prohibited != 0 ? new PolicyVerdict.Blocked(CategoryMask.Categories(prohibited | flagged))
            : flagged != 0 ? new PolicyVerdict.Review(CategoryMask.Categories(flagged))
            : PolicyVerdict.Allowed.Instance;
    }

    private static void Look(string text, PolicyMatcher matcher, PolicySettings settings, ref Findings findings)
    {
        matcher.Scan(text, isNegative: false, ref findings);
        var personal = CategoryMask.Of(PolicyCategory.PersonalInfo);
        if ((settings.ActiveMask & personal) != 0 && PersonalData.IsIn(text))
        {
            findings = findings with { Prohibited = findings.Prohibited | personal };
        }
    }
}
