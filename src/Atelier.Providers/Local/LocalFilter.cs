using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Imaging.Stylising;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Local;

/// <summary>Puts the change of a picture into a filter's words: which one, how large, and what it cannot follow.</summary>
internal static class LocalFilter
{
    private static readonly Dictionary<string, (PhotoStyle Filter, string? Note)> Filters = new()
    {
        ["pixel"] = (PhotoStyle.Pixel, null),
        ["oil"] = (PhotoStyle.Oil, null),
        ["cartoon"] = (PhotoStyle.Cartoon, null),
        ["ghibli"] = (
            PhotoStyle.Watercolour,
            "ghibli is done by a watercolour filter: gentle colours and soft rims, not a film studio's drawing."
        ),
        ["dragonball"] = (
            PhotoStyle.BoldInk,
            "dragonball is done by a bold ink filter: flat loud colours and thick outlines, not a comic artist's drawing."
        ),
    };

    private static readonly Degradation PromptIgnored = new(
        "prompt_ignored",
        "A filter changes what it sees and reads no words; the prompt was left out."
    );

    private static readonly Degradation SeedUnsupported = new(
        "seed_unsupported",
        "A filter draws no lots: the same picture gives the same result, whatever the seed."
    );

    private static readonly Degradation ContextIgnored = new(
        "context_ignored",
        "A filter works with the picture's own colors; color_scheme, lighting and brand_colors were left out."
    );

    /// <summary>The filter for a style of the catalogue; only those of <see cref="Compile"/> are asked for.</summary>
    public static PhotoStyle Of(string style) => Filters[style].Filter;

    /// <summary>What to do with a picture; impossible where no filter does it.</summary>
    public static Compilation Compile(CompileOrder order, Stylise stylise, Func<LocalCall, CompiledCall> call)
    {
        var source = order.Source ?? throw new ArgumentException("A filter needs its picture.", nameof(order));
        if (stylise.Style is not { } style || !Filters.TryGetValue(style, out var filter))
        {
            return Impossible(
                RejectionCause.Capability,
                $"changes pictures by its filters {string.Join(", ", Filters.Keys)} and no other style"
            );
        }

        if (order.Request.Count > 1)
        {
            return Impossible(
                RejectionCause.Capability,
                "makes one picture of one: a filter has no second idea, so n would be the same picture again"
            );
        }

        if (LocalSize.Of(source, order.Request, order.Offer.Sizes) is not { } size)
        {
            return Impossible(
                RejectionCause.Size,
                $"does not make {order.Request.Size?.ToString() ?? $"{source.Width}x{source.Height}"} of this picture"
            );
        }

        var made = call(new LocalCall("", style, size.Made.Width, size.Made.Height, 0) { Source = source.Id });
        return new Compilation.Ready(
            made with
            {
                Degradations = [.. size.Losses, .. Losses(order, stylise, filter.Note)],
                // Not even the style's own words are read.
                FinalPrompt = "",
            }
        );
    }

    private static IEnumerable<Degradation> Losses(CompileOrder order, Stylise stylise, string? note)
    {
        if (note is not null)
        {
            yield return new Degradation("style_approximated", note);
        }

        if (!string.IsNullOrEmpty(stylise.Prompt))
        {
            yield return PromptIgnored;
        }

        if (order.SeedAsked)
        {
            yield return SeedUnsupported;
        }

        if (!order.Request.Context.IsEmpty)
        {
            yield return ContextIgnored;
        }
    }

    private static Compilation.Impossible Impossible(RejectionCause cause, string text) =>
        new(new Rejection(cause, text));
}
