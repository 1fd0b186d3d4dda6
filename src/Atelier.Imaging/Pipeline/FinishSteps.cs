using Atelier.Core.Images;

namespace Atelier.Imaging.Pipeline;

/// <summary>The steps in their order. Each smaller picture is made from the one before it.</summary>
internal static class FinishSteps
{
    internal const string Import = "import";

    internal static readonly IReadOnlyList<FinishStep> All =
    [
        new(Import, work => work.Import()),
        Make(Rendition.Original),
        Make(Rendition.Optimized),
        Make(Rendition.Thumb512),
        Make(Rendition.Thumb256),
        Make(Rendition.Thumb128),
        Make(Rendition.Placeholder),
    ];

    private static FinishStep Make(Rendition rendition) => new(rendition.WireName(), work => work.Make(rendition));
}
