using Atelier.Core.Catalogue;
using Atelier.Core.Prompts;

namespace Atelier.Core.Tests.Prompts;

[Trait("Requirement", "C-22")]
public sealed class GuidanceTests
{
    [Theory]
    [InlineData(null, "minimal", 1, 20, 9.0)]
    [InlineData(null, "minimal", 1, 8, 8.0)]
    [InlineData(null, "oil", 1, 20, null)]
    [InlineData(null, null, 1, 20, null)]
    [InlineData(3.5, "minimal", 1, 20, 3.5)]
    [InlineData(3.5, null, 5, 20, 5.0)]
    public void Settle_OfferWithARange_TakesTheCallersThenTheStyles(
        double? asked,
        string? style,
        int min,
        int max,
        double? given
    )
    {
        var request = Asked.For("a lake", style) with { GuidanceScale = (decimal?)asked };
        var offer = Asked.Offer(guidance: new GuidanceRule { Min = min, Max = max });

        Assert.Equal(
            (decimal?)given,
            Guidance.Settle(request, PromptComposer.StyleOf(request, Asked.Catalogue), offer)
        );
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(7.0, null, "guidance_scale_dropped")]
    [InlineData(null, 5, null)]
    [InlineData(7.0, 5, "guidance_scale_clamped")]
    [InlineData(4.0, 5, null)]
    public void LossOf_WhatTheCallerAsked_IsDeclaredAndTheStylesIsNot(double? asked, int? max, string? code)
    {
        var request = Asked.For("a lake", "minimal") with { GuidanceScale = (decimal?)asked };
        var offer = Asked.Offer(guidance: max is { } most ? new GuidanceRule { Min = 1, Max = most } : null);

        Assert.Equal(code, Guidance.LossOf(request, offer)?.Code);
    }
}
