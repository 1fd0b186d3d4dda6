using System.Text.Json.Nodes;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.LegNext.Texts;

namespace Atelier.Providers.LegNext.Compiling;

/// <summary>Changes to a picture that LegNext made itself: it knows it by job and number, and sees no other.</summary>
internal static class ChangeCompiler
{
    private const double UsualStrength = 0.8;

    public static Compilation Compile(CallDraft draft)
    {
        if (
            draft.Order.Source is not { Provider: LegNextProvider.Name, TaskId: not null, TaskPicture: not null } source
        )
        {
            return CallDraft.Impossible(
                RejectionCause.Capability,
                draft.Order.Source is { Provider: LegNextProvider.Name, Marked: true }
                    ? "changes its own copy of the picture, which is without the mark that this account's pictures carry"
                    : "works on LegNext's own pictures only"
            );
        }

        // Only the account that made the job can change its pictures.
        var compilation = Compile(draft, source);
        return compilation is Compilation.Ready ready
            ? new Compilation.Ready(ready.Call with { SentWith = source.SentWith })
            : compilation;
    }

    private static Compilation Compile(CallDraft draft, SourceImage source) =>
        draft.Order.Request.Operation switch
        {
            Upscale upscale => Enlarge(draft, source, upscale),
            Variation variation => Remix(
                draft,
                source,
                LegNextKinds.Variation,
                ("type", variation.Strength < 0.5 ? 0 : 1)
            ),
            Inpaint inpaint => Repaint(draft, source, inpaint),
            Outpaint outpaint => Grow(draft, source, outpaint),
            var other => throw new ArgumentException($"{other.Kind} is no change.", nameof(draft)),
        };

    private static Compilation Enlarge(CallDraft draft, SourceImage source, Upscale upscale)
    {
        if (upscale.Denoise)
        {
            draft.Lose("denoise_dropped", "LegNext has no denoising.");
        }

        draft.LoseOptions(draft.Options.Said);
        var body = BodyOf(source, ("type", upscale.EnhanceDetails ? 1 : 0), null);
        return draft.Ready(new LegNextTask(LegNextKinds.Upscale, body), upscale.EnhanceDetails, turboPossible: true);
    }

    private static Compilation Repaint(CallDraft draft, SourceImage source, Inpaint inpaint)
    {
        if (!draft.Order.PublicAddress)
        {
            return CallDraft.Unreachable();
        }

        LoseStrength(draft, inpaint);
        return Remix(draft, source, LegNextKinds.Inpaint, null, inpaint.Mask);
    }

    private static Compilation Grow(CallDraft draft, SourceImage source, Outpaint outpaint)
    {
        if (OutpaintScale.Of(outpaint, source) is not { } scale)
        {
            return CallDraft.Impossible(
                RejectionCause.Size,
                "grows a picture on all sides alike, to 1.1 to 2 times its size, and by nothing else"
            );
        }

        LoseStrength(draft, outpaint);
        return Remix(draft, source, LegNextKinds.Outpaint, ("scale", scale));
    }

    private static Compilation Remix(
        CallDraft draft,
        SourceImage source,
        string kind,
        (string Name, JsonNode? Value)? own,
        Guid? mask = null
    )
    {
        var words = draft.Order.Prompt ?? "";
        if (words.Length == 0)
        {
            // Flags need words to stand behind, and LegNext keeps the job's own prompt where none is sent.
            draft.LoseOptions(draft.Options.Said);
            var plain = new LegNextTask(kind, BodyOf(source, own, null)) { Mask = mask };
            return draft.Ready(plain, turboPossible: true);
        }

        var seed = draft.Order.Request.Seed;
        if (draft.Options.ReferenceStrength is not null)
        {
            draft.LoseOptions(["reference_strength"]);
        }

        var text = $"{words} {MidjourneyFlags.OfChange(draft.Options, seed)}";
        var length = text.Length + MidjourneyFlags.SeedGrowth;
        return length > CallDraft.MostText
            ? CallDraft.TooLong(length)
            : draft.Ready(
                new LegNextTask(kind, BodyOf(source, own, text))
                {
                    Mask = mask,
                    Seed = seed,
                    Turbo = draft.Options.Turbo,
                },
                turboPossible: true
            );
    }

    private static JsonObject BodyOf(SourceImage source, (string Name, JsonNode? Value)? own, string? text) =>
        CallDraft.Body(
            ("jobId", source.TaskId),
            ("imageNo", source.TaskPicture),
            own ?? ("", null),
            ("remixPrompt", text)
        );

    private static void LoseStrength(CallDraft draft, Edit edit)
    {
        // The usual one need not have been asked for.
        if (Math.Abs(edit.Strength - UsualStrength) > 0.001)
        {
            draft.Lose("strength_dropped", "LegNext takes no strength here.");
        }
    }
}
