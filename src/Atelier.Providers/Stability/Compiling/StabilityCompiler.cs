using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Stability.Compiling;

/// <summary>Puts a request into Stability's words. An edit is one there too, or it is not sent: never a picture from words alone.</summary>
internal static class StabilityCompiler
{
    private const string FirstEngine = "stable-diffusion-xl";
    private const string Variants = "sd3.5-";

    /// <param name="firstServes">Whether the first API still serves.</param>
    public static Compilation Compile(CompileOrder order, bool firstServes)
    {
        if (order.Request.Operation is not Create && order.Source is null)
        {
            return StabilityDraft.Impossible(RejectionCause.Capability, "needs the picture that is to be changed");
        }

        var draft = new StabilityDraft(order);
        return order.Offer.ProviderModel switch
        {
            "stable-image/generate/core" => GenerateCompiler.Compile(draft, StabilityPaths.Core, null),
            "stable-image/generate/ultra" => GenerateCompiler.Compile(draft, StabilityPaths.Ultra, null),
            "stable-image/edit/inpaint" => EditCompiler.Inpaint(draft),
            "stable-image/edit/outpaint" => EditCompiler.Outpaint(draft),
            "stable-image/edit/remove-background" => EditCompiler.CutOut(draft),
            "stable-image/upscale/fast" => UpscaleCompiler.Fast(draft),
            "stable-image/upscale/conservative" => UpscaleCompiler.Conservative(draft),
            "stable-image/upscale/creative" => UpscaleCompiler.Creative(draft),
            var model when model.StartsWith(Variants, StringComparison.Ordinal) => GenerateCompiler.Compile(
                draft,
                StabilityPaths.Diffusion,
                model
            ),
            var model when !model.StartsWith(FirstEngine, StringComparison.Ordinal) => StabilityDraft.Impossible(
                RejectionCause.Capability,
                $"knows no service of Stability called {model}"
            ),
            _ when !firstServes => StabilityDraft.Impossible(
                RejectionCause.Availability,
                "is passed over: Stability's first API, which makes it, is switched off here"
            ),
            _ => FirstCompiler.Compile(draft),
        };
    }
}
