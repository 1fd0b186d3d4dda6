using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Local;

/// <summary>What the tools cannot do, in words.</summary>
internal static class LocalLosses
{
    public static readonly Degradation PromptIgnored = new(
        "prompt_ignored",
        "It is made of what the picture shows; words are not read, and the prompt was left out."
    );

    public static readonly Degradation StrengthUnsupported = new(
        "strength_unsupported",
        "What is filled is filled wholly; strength was left out."
    );

    public static readonly Degradation VariationApproximated = new(
        "variation_approximated",
        "Another frame, light and mood of the same picture; nothing in it is drawn anew."
    );

    public static readonly Degradation DetailsNotInvented = new(
        "details_not_invented",
        "The detail that is there was sharpened; no model invents any."
    );

    public static readonly Degradation PlainMethod = new(
        "plain_background_method",
        "There is no network here that finds subjects: the background is told by its colour, and must be plain."
    );

    public static readonly Degradation ShadowApproximated = new(
        "shadow_approximated",
        "A shadow is kept where the background is plain and light, as black of its darkness; elsewhere it is dropped."
    );

    public static readonly Degradation ContextIgnored = new(
        "context_ignored",
        "It works with the picture's own colors; color_scheme, lighting and brand_colors were left out."
    );

    private static readonly Degradation SeedUnsupported = new(
        "seed_unsupported",
        "It draws no lots: the same picture gives the same result, whatever the seed."
    );

    public static IEnumerable<Degradation> OfSeed(CompileOrder order) => order.SeedAsked ? [SeedUnsupported] : [];
}
