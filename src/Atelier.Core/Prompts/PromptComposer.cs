using Atelier.Core.Catalogue;
using Atelier.Core.Prompts.Cleaning;
using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Core.Prompts;

/// <summary>
/// Puts a prompt together in the order of requirement C-34: the caller's words, cleaned; the style's; colours, light,
/// brand; what helps Midjourney. A pure function; the adapter adds its flags.
/// </summary>
public static class PromptComposer
{
    private static readonly Degradation NegativeDropped = new(
        "negative_prompt_dropped",
        "This offer knows no negative prompt; it was left out."
    );

    /// <summary>What this offer of this model is told.</summary>
    public static ComposedPrompt Compose(
        ImageRequest request,
        ModelEntry model,
        OfferEntry offer,
        CatalogueSnapshot catalogue
    ) =>
        Compose(
            request,
            StyleOf(request, catalogue),
            PromptFamilies.Of(model, offer),
            offer.NegativePrompt,
            catalogue.Words
        );

    /// <summary>The style that a request names; null when it names none.</summary>
    public static StyleEntry? StyleOf(ImageRequest request, CatalogueSnapshot catalogue) =>
        request.Operation switch
        {
            Create { Style: { } style } => catalogue.FindStyle(style),
            Stylise { Style: { } style } => catalogue.FindStyle(style),
            _ => null,
        };

    internal static ComposedPrompt Compose(
        ImageRequest request,
        StyleEntry? style,
        PromptFamily family,
        bool negative,
        PromptWords words
    )
    {
        var removals = new Removals();
        var texts = request.Operation.Texts;
        var own = PromptCleaner.Clean(texts.Prompt, family, removals, request.CutPromptAt);
        var avoid = PromptCleaner.Clean(texts.NegativePrompt, family, removals);
        // An edit says what is to be done; a style or praise would be another wish.
        if (request.Operation is not (Create or Stylise))
        {
            return new ComposedPrompt(own, null, Losses());
        }

        var prompt =
            own.Length == 0 && request.Operation is Create
                ? ""
                : WithAll(own, Cleaned(request.Context, family, removals), style, family, negative, words);
        var avoided = PromptSteps.Negative(style, avoid, words, folded: !negative) is { Length: > 0 } found
            ? found
            : null;
        return new ComposedPrompt(prompt, negative ? avoided : null, Losses())
        {
            NegativeDropped = negative ? null : avoided,
        };

        List<Degradation> Losses() =>
            !negative && texts.NegativePrompt is not null
                ? [.. removals.Losses(), NegativeDropped]
                : [.. removals.Losses()];
    }

    // Titles are the caller's own words, as the prompt is.
    private static PromptContext Cleaned(PromptContext context, PromptFamily family, Removals removals) =>
        context.Surroundings is not { } about
            ? context
            : context with
            {
                Surroundings = new Surroundings(
                    PromptCleaner.Clean(about.Presentation, family, removals),
                    PromptCleaner.Clean(about.Slide, family, removals),
                    PromptCleaner.Clean(about.Theme, family, removals)
                ),
            };

    private static string WithAll(
        string own,
        PromptContext context,
        StyleEntry? style,
        PromptFamily family,
        bool negative,
        PromptWords words
    )
    {
        var transfer = style?.Kind == StyleKind.Transfer;
        var prompt = new WordList()
            .Add(transfer ? "" : own)
            .Add(PromptSteps.Style(style, family))
            .Add(transfer ? own : "")
            .Add(PromptSteps.Colors(context.ColorScheme, words))
            .Add(PromptSteps.Light(context.Lighting, words))
            .Add(PromptSteps.Brand(context.BrandColors))
            .Add(PromptSteps.About(context.Surroundings))
            .Add(transfer ? PromptSteps.Transfer(words, negative) : []);
        var use = PromptSteps.Use(style, family);
        // Without a word there is nothing to praise.
        return family == PromptFamily.Plain || (prompt.IsEmpty && use.Count == 0)
            ? prompt.ToString()
            : prompt.Add(PromptSteps.Praise(prompt.ToString(), family, words)).Add(use).ToString();
    }
}
