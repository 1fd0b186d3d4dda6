using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Policy;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Catalogue;

/// <summary>What the catalogue says of styles and aspect ratios, as loaded.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Catalogue").RequireAuthorization(Scopes.Read);
        group
            .MapGet("/styles", Styles)
            .WithName("ListStyles")
            .WithSummary("All styles, with the words they add to prompts.")
            .Produces<StyleList>();
        group
            .MapGet("/aspect-ratios", Ratios)
            .WithName("ListAspectRatios")
            .WithSummary("All aspect ratios, with their sizes by quality.")
            .Produces<AspectRatioList>();
    }

    private static FileContentHttpResult Styles(
        CatalogueHolder catalogue,
        PolicySwitches switches,
        HttpResponse response
    ) =>
        TaggedJson.Of(
            new StyleList([.. catalogue.Current.Styles.Select(style => View(style, switches.StyleIsOn(style.Id)))]),
            response
        );

    private static FileContentHttpResult Ratios(CatalogueHolder catalogue, HttpResponse response)
    {
        var table = catalogue.Current.Sizes;
        return TaggedJson.Of(new AspectRatioList([.. table.UseCases.Select(uses => View(uses.Key, table))]), response);
    }

    private static StyleView View(StyleEntry style, bool on) =>
        new(
            style.Id,
            SnakeCase.Of(style.Kind),
            style.Name,
            style.Description,
            on,
            style.Words,
            style.MidjourneyWords,
            style.Avoid,
            style.Best,
            style.Guidance
        );

    private static AspectRatioView View(string ratio, SizeTable table) =>
        new(
            ratio,
            table.Ratios.GetValueOrDefault(ratio) is { } sizes
                ? new SizesView(
                    sizes[Quality.Draft].ToString(),
                    sizes[Quality.Standard].ToString(),
                    sizes[Quality.High].ToString(),
                    sizes[Quality.Ultra].ToString()
                )
                : null,
            table.UseCases[ratio]
        );
}
