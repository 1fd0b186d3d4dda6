using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.LegNext.Compiling;

/// <summary>Puts a request into LegNext's words. An edit is one there too, or it is not sent: never a picture from words alone.</summary>
internal static class LegNextCompiler
{
    public static Compilation Compile(CompileOrder order)
    {
        var (options, against) = LegNextOptions.Read(order.Request, DefaultsOf(order));
        if (against is not null)
        {
            return new Compilation.Impossible(against);
        }

        var draft = new CallDraft(order, options);
        return order.Request.Operation switch
        {
            Create => DiffusionCompiler.Compile(draft, order.Source),
            Stylise => order.Source is { } source ? DiffusionCompiler.Compile(draft, source) : NoSource(),
            RemoveBackground removal => CutOut(draft, removal),
            _ => ChangeCompiler.Compile(draft),
        };
    }

    // What exists keeps its look unless the caller says; and how much a picture counts means nothing without one.
    private static Dictionary<string, string> DefaultsOf(CompileOrder order) =>
        order
            .Offer.DefaultParams.Where(_ => order.Request.Operation is Create or Stylise)
            .Where(option => option.Key != LegNextOptions.ReferenceName || order.Source is not null)
            .ToDictionary();

    private static Compilation CutOut(CallDraft draft, RemoveBackground removal)
    {
        if (draft.Order.Source is not { } source)
        {
            return NoSource();
        }

        if (!draft.Order.PublicAddress)
        {
            return CallDraft.Unreachable();
        }

        if (removal.RefineMask)
        {
            draft.Lose("refine_mask_dropped", "LegNext cuts out in one way only; the mask is not refined.");
        }

        if (removal.PreserveShadow)
        {
            draft.Lose("preserve_shadow_dropped", "LegNext keeps no shadows when it cuts out.");
        }

        draft.LoseOptions(draft.Options.Said);
        return draft.Ready(new LegNextTask(LegNextKinds.RemoveBackground, []) { Picture = source.Id });
    }

    private static Compilation NoSource() =>
        CallDraft.Impossible(RejectionCause.Capability, "needs the picture that is to be changed");
}
