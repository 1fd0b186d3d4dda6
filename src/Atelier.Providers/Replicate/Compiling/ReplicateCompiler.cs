using Atelier.Core.Routing;
using Atelier.Providers.Calls;

namespace Atelier.Providers.Replicate.Compiling;

/// <summary>Puts a request into the inputs of the model that an offer names. A change is one there too, or it is not sent.</summary>
internal static class ReplicateCompiler
{
    private const int VersionLength = 64;

    public static Compilation Compile(CompileOrder order)
    {
        var name = order.Offer.ProviderModel;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (model, version) = colon < 0 ? (name, null) : (name[..colon], name[(colon + 1)..]);
        if (version is not null && !(version.Length == VersionLength && version.All(char.IsAsciiHexDigitLower)))
        {
            return InputDraft.Impossible(RejectionCause.Capability, $"has a version of {model} that is none");
        }

        var draft = new InputDraft(order, model, version);
        return model switch
        {
            ReplicateModels.FluxSchnell => FluxInputs.Schnell(draft),
            ReplicateModels.FluxPro => FluxInputs.Pro(draft),
            ReplicateModels.FluxKontext => KontextInput.Compile(draft),
            ReplicateModels.Sdxl => SdxlInput.Compile(draft),
            ReplicateModels.RealEsrgan => ToolInputs.Enlarge(draft),
            ReplicateModels.BackgroundRemover => ToolInputs.CutOut(draft),
            _ => InputDraft.Impossible(RejectionCause.Capability, $"knows no inputs of a model called {model}"),
        };
    }
}
