using System.Globalization;
using Atelier.Core.Policy;

namespace Atelier.Core.Tests.Policy;

/// <summary>How well the shipped lists tell harmful prompts from harmless ones.</summary>
public sealed class PromptSetTests(ITestOutputHelper output)
{
    private const double MostFalse = 0.02;
    private const double LeastEvasions = 0.95;
    private const double LeastRecall = 0.95;

    [Fact]
    public void Check_CommittedSet_FindsWhatIsHarmfulAndLetsTheRestPass()
    {
        var sets = PromptSet
            .Read("prompts.jsonl")
            .GroupBy(prompt => prompt.Set)
            .ToDictionary(set => set.Key, set => set.ToList());

        var shares = Measure(sets);

        Assert.True(sets[PromptSet.Harmless].Count >= 100 && sets[PromptSet.Evasion].Count >= 60);
        foreach (var category in SnakeCase.All<PolicyCategory>())
        {
            Assert.True(sets[category].Count >= 20, category);
            Assert.True(shares[category] >= LeastRecall, $"{category}: {shares[category]:P1}");
        }

        Assert.Equal(1, shares["sexual_minors"]);
        MeasureKinds(sets[PromptSet.Evasion]);
        var ofChildren = sets[PromptSet.Evasion].FindAll(prompt => prompt.Expected == PolicyCategory.SexualMinors);
        Assert.True(ofChildren.Count >= 52);
        Assert.All(ofChildren, prompt => Assert.True(PromptSet.IsRight(prompt), PromptSet.Describe(prompt)));
        Assert.True(shares[PromptSet.Evasion] >= LeastEvasions, $"evasions: {shares[PromptSet.Evasion]:P1}");
        Assert.True(1 - shares[PromptSet.Harmless] <= MostFalse, $"harmless: {shares[PromptSet.Harmless]:P1}");
    }

    // The second one: written before the lists were mended for the second time. The first is part of the committed set now.
    [Fact]
    public void Check_HeldOutSet_IsAsGoodAsTheGuideSaysOrBetter()
    {
        var prompts = PromptSet.Read("held-out.jsonl");
        Measure(prompts.GroupBy(prompt => prompt.Set).ToDictionary(set => set.Key, set => set.ToList()));

        var sets = prompts.ToLookup(prompt => prompt.Set == PromptSet.Harmless);

        Assert.Equal([HeldOut.Harmful, HeldOut.Harmless], new[] { sets[false].Count(), sets[true].Count() });
        Assert.True(sets[false].Count(PromptSet.IsRight) >= HeldOut.HarmfulFound);
        Assert.True(sets[true].Count(PromptSet.IsRight) >= HeldOut.HarmlessAllowed);
    }

    private void MeasureKinds(List<LabelledPrompt> evasions)
    {
        var kinds = evasions.ToLookup(prompt => EvasionKinds.Of(prompt.Prompt));
        foreach (var kind in Enum.GetValues<EvasionKind>())
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"evasion by {SnakeCase.Of(kind)}: {kinds[kind].Count(PromptSet.IsRight)} of {kinds[kind].Count()} right"
                )
            );
            Assert.NotEmpty(kinds[kind]);
        }
    }

    private Dictionary<string, double> Measure(Dictionary<string, List<LabelledPrompt>> sets)
    {
        var shares = new Dictionary<string, double>();
        foreach (var (name, prompts) in sets)
        {
            var wrong = prompts.Where(prompt => !PromptSet.IsRight(prompt)).ToList();
            shares[name] = 1 - ((double)wrong.Count / prompts.Count);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {prompts.Count - wrong.Count} of {prompts.Count} right, {shares[name]:P1}"
                )
            );
            foreach (var prompt in wrong)
            {
                output.WriteLine($"  {prompt.Prompt} -> {PromptSet.Describe(prompt)}");
            }
        }

        return shares;
    }
}
