using Atelier.Core.Requests;
using Atelier.Core.Routing;

namespace Atelier.Providers.Calls;

/// <summary>What an order says to models that are told in words what to do.</summary>
internal static class OrderWords
{
    /// <summary>What callers get who say nothing of it; only another wish is lost.</summary>
    public const double UsualStrength = 0.8;

    /// <summary>
    /// The words: every edit needs some, so where the caller has none, they say what the operation itself means. Null for
    /// operations that take none.
    /// </summary>
    public static string? Of(CompileOrder order) =>
        order.Request.Operation switch
        {
            Create create => order.Prompt ?? create.Prompt,
            Stylise { Style: { } style } => order.Prompt ?? $"Redraw this picture in the style {style}.",
            Stylise => order.Prompt ?? "Redraw this picture.",
            Inpaint => order.Prompt ?? "Fill the empty part of this picture so that it fits the rest.",
            Outpaint => order.Prompt ?? "Continue this picture over its empty margins, in the same style and light.",
            Variation => order.Prompt ?? "Make another picture like this one: same subject, same style, other details.",
            _ => null,
        };

    /// <summary>The strength that was asked for, where a wire takes none; null when nobody asked for another than the usual.</summary>
    public static Degradation? StrengthLoss(CompileOrder order, string who) =>
        order.Request.Operation is Edit edit && edit.Strength != UsualStrength
            ? new Degradation("strength_unsupported", $"{who} takes no strength; it was left out.")
            : null;
}
