using Atelier.Core.Catalogue;

namespace Atelier.Bench.Routing;

/// <summary>How good a model is for a style, 0 to 1 (the quality score of requirement B-45).</summary>
internal static class ModelQuality
{
    private static readonly HashSet<string> Aesthetic = ["artistic", "illustration", "abstract"];
    private static readonly HashSet<string> Photoreal = ["realistic", "photo", "product-photo", "product-detail"];

    public static double Of(ModelEntry model, StyleEntry? style) =>
        style switch
        {
            { Kind: StyleKind.Transfer } => model.AestheticScore / 10.0,
            { Id: var id } when Aesthetic.Contains(id) => model.AestheticScore / 10.0,
            { Id: var id } when Photoreal.Contains(id) => model.PhotorealismScore / 10.0,
            _ => (model.AestheticScore + model.PhotorealismScore) / 20.0,
        };
}
