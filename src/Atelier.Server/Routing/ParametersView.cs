using Atelier.Core;
using Atelier.Engine.Views;

namespace Atelier.Server.Routing;

/// <summary>What a generation was made with, besides its words.</summary>
/// <param name="Operation">create, stylise and so on.</param>
/// <param name="Size">Such as <c>1024x1024</c>; missing where the picture itself says it.</param>
/// <param name="OutputFormat">Of the file: png, jpeg, webp or avif.</param>
/// <param name="Seed">The caller's, or the one that was drawn.</param>
internal sealed record ParametersView(
    string Operation,
    string? Style,
    string? Size,
    string Quality,
    string OutputFormat,
    long Seed,
    int N
)
{
    public static ParametersView Of(GenerationDetail detail) =>
        new(
            detail.Row.Operation,
            detail.Plan.Style,
            detail.Plan.Size?.ToString(),
            SnakeCase.Of(detail.Plan.Quality),
            SnakeCase.Of(detail.Request.Format),
            detail.Plan.Seed,
            detail.Row.Count
        );
}
