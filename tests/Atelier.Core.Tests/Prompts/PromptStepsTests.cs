using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;
using Atelier.Core.Requests;

namespace Atelier.Core.Tests.Prompts;

/// <summary>Each step alone gives just its own words.</summary>
[Trait("Requirement", "C-33")]
public sealed class PromptStepsTests
{
    private static readonly PromptWords Words = Asked.Catalogue.Words;

    [Fact]
    public void Style_OfAUse_IsLeftToTheLaterStepForMidjourney()
    {
        var style = Asked.Catalogue.FindStyle("hero-shot");

        Assert.Equal(["cinematic framing", "dramatic light"], PromptSteps.Style(style, PromptFamily.Plain));
        Assert.Empty(PromptSteps.Style(style, PromptFamily.Midjourney));
        Assert.Empty(PromptSteps.Use(style, PromptFamily.Plain));
        Assert.Equal(["dramatic lighting", "cinematic composition"], PromptSteps.Use(style, PromptFamily.Niji));
        Assert.Empty(PromptSteps.Style(null, PromptFamily.Plain));
    }

    [Fact]
    public void Context_Missing_AddsNothing()
    {
        Assert.Empty(PromptSteps.Colors(null, Words));
        Assert.Empty(PromptSteps.Light(null, Words));
        Assert.Empty(PromptSteps.Brand([]));
        Assert.Equal(["neutral colors", "balanced tones"], PromptSteps.Colors(ColorScheme.Neutral, Words));
        Assert.Equal(["studio lighting", "controlled environment"], PromptSteps.Light(Lighting.Studio, Words));
    }

    [Fact]
    public void Negative_Alone_IsTheCatalogues()
    {
        Assert.Equal(string.Join(", ", Words.QualityNegatives), PromptSteps.Negative(null, "", Words, folded: false));
        Assert.Equal(10, Words.QualityNegatives.Count);
        Assert.EndsWith(", people", PromptSteps.Negative(null, "people", Words, folded: false));
    }
}
