using Atelier.Core.Prompts;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;
using Atelier.TestKit.Texts;

namespace Atelier.Core.Tests.Prompts;

public sealed class WordingsTests
{
    [Fact]
    public void Of_OrdinaryWords_AreOneWording() => Assert.Equal([" a fox "], Wordings.Of(" a fox "));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Of_NoWords_IsEmpty(string? text) => Assert.Empty(Wordings.Of(text));

    [Fact]
    public void Of_WordsAroundAFlag_ShowsWhatIsLeftOfThem() =>
        Assert.Contains("Taylor Swift", Wordings.Of("Taylor --v 7 Swift").Select(OneBlank));

    [Fact]
    public void Of_HostileTexts_HoldsWhatEveryModelIsTold()
    {
        var catalogue = ShippedCatalogue.Load();
        for (var seed = 1UL; seed <= 300; seed++)
        {
            var text = "a fox " + new HostileTexts(seed).Text();
            var wordings = Wordings.Of(text).Select(OneBlank).ToList();
            var request = new ImageRequest { Operation = new Create(text, null, null) };
            foreach (var model in catalogue.Models)
            {
                var told = OneBlank(PromptComposer.Compose(request, model, model.Offers[0], catalogue).Prompt);

                Assert.True(
                    told.Length == 0 || wordings.Exists(wording => told.StartsWith(wording, StringComparison.Ordinal)),
                    $"seed {seed}: {model.Id} is told what nobody judged"
                );
            }
        }
    }

    private static string OneBlank(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
