using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Core.Tests.Prompts;

namespace Atelier.Core.Tests.Routing;

/// <summary>Prompts that are too long for some offers.</summary>
[Trait("Requirement", "C-46")]
public sealed class PromptLimitTests
{
    private const string Words = ", minimalist design, simple shapes, clean composition, negative space, flat design";

    [Theory]
    [InlineData("2026-11-20", 10 + 82, 2)]
    [InlineData("2026-11-20", 10 + 81, 1)]
    [InlineData("2027-01-15", 10 + 82, 2)]
    [InlineData("2027-01-15", 10 + 81, 1)]
    public void Plan_FinalPromptAtTheLimit_SkipsWhoTakesLess(string today, int limit, int offers)
    {
        Assert.Equal(82, Words.Length);

        var route = Plan(
            Asked.For(new string('a', 10), "minimal"),
            DateOnly.Parse(today),
            negative: false,
            limit,
            1000
        );

        Assert.Equal(offers, route.Chain.Count);
        Assert.All(route.Chain, ranked => Assert.EndsWith(Words, ranked.Prompt!.Prompt));
        Assert.Equal(2 - offers, route.Rejected.Count(rejected => rejected.Cause == RejectionCause.Prompt));
    }

    [Fact]
    public void Plan_TooLongForAll_IsTheCallersPrompt()
    {
        var route = Plan(Asked.For(new string('a', 100)), new DateOnly(2026, 11, 20), negative: false, 50, 60);

        Assert.Empty(route.Chain);
        Assert.All(route.Rejected, rejected => Assert.Equal(RejectionCause.Prompt, rejected.Cause));
    }

    [Fact]
    public void Plan_NegativePromptTooLong_SkipsTheOfferToo()
    {
        var request = Asked.For("a lake", negative: new string('b', 300));

        var route = Plan(request, new DateOnly(2026, 11, 20), negative: true, 200, 1000);

        Assert.Equal(1000, Assert.Single(route.Chain).Offer.MaxPromptLength);
    }

    private static Route Plan(ImageRequest request, DateOnly today, bool negative, params int[] limits)
    {
        var models = limits
            .Select(limit => Asked.Model(Asked.Offer($"plain-{limit}", negative) with { MaxPromptLength = limit }))
            .ToList();
        return Router.Plan(
            request,
            Asked.Catalogue with
            {
                Models = models,
            },
            new ProviderStatus(new HashSet<string> { "openai" }, today)
        );
    }
}
