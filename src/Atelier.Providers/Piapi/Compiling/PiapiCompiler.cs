using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi.Images;

namespace Atelier.Providers.Piapi.Compiling;

/// <summary>Puts a request into PiAPI's words, which differ by model. A change is one there too, or it is not sent.</summary>
internal static class PiapiCompiler
{
    /// <param name="maskAsFile">Whether a mask goes along as a file of its own.</param>
    public static Compilation Compile(CompileOrder order, bool maskAsFile)
    {
        if (order.Request.Operation is not Create && order.Source is null)
        {
            throw new ArgumentException("A change needs its picture.", nameof(order));
        }

        var model = PiapiModel.Of(order.Offer.ProviderModel);
        if (model.Name.StartsWith("gpt-image-", StringComparison.Ordinal))
        {
            return order.Request.Operation is Inpaint or Outpaint
                ? CallDraft.Impossible(RejectionCause.Capability, "takes no mask at PiAPI")
                : ImagesCompiler.Compile(order);
        }

        var draft = new CallDraft(order, model);
        return (model, order.Request.Operation) switch
        {
            ({ Name: "gemini" or "seedream" }, Create or Stylise or Variation) => RatioCompiler.Compile(draft),
            ({ Name: "Qubico/image-toolkit", Task: "upscale" }, Upscale upscale) => ToolCompiler.Enlarge(
                draft,
                upscale
            ),
            ({ Name: "Qubico/image-toolkit", Task: "background-remove" }, RemoveBackground removal) =>
                ToolCompiler.CutOut(draft, removal),
            ({ Task: "fill-inpaint" }, Inpaint inpaint) => FillCompiler.Repaint(draft, inpaint, maskAsFile),
            ({ Task: "fill-outpaint" }, Outpaint outpaint) => FillCompiler.Grow(draft, outpaint),
            ({ Task: "kontext" or "image-edit" }, Stylise or Variation) => EditCompiler.Compile(draft),
            ({ Task: "" or PiapiModel.Words }, Create) => PixelCompiler.FromWords(draft),
            ({ Task: "" }, Stylise or Variation) => PixelCompiler.FromPicture(draft),
            var (_, other) => CallDraft.Impossible(RejectionCause.Capability, $"has no task at PiAPI for {other.Kind}"),
        };
    }
}
