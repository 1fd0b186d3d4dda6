using Atelier.Core;
using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.OpenAi;

/// <summary><c>GET /v1/models</c>: the catalogue in OpenAI's shape.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/models").WithTags("OpenAI").RequireAuthorization(Scopes.Read);
        group
            .MapGet("", List)
            .WithName("ListModels")
            .WithSummary("All models, whether or not a key is set.")
            .Produces<ModelList>();
        group.MapGet("/{id}", Get).WithName("GetModel").WithSummary("One model, by id or alias.").Produces<ModelView>();
    }

    private static JsonHttpResult<ModelList> List(CatalogueHolder holder, Planner planner)
    {
        var (catalogue, status) = (holder.Current, planner.Status());
        return TypedResults.Json(
            new ModelList("list", [.. catalogue.Models.Select(model => View(model, catalogue.Version, status))]),
            WireJson.Options
        );
    }

    private static JsonHttpResult<ModelView> Get(string id, CatalogueHolder holder, Planner planner)
    {
        var catalogue = holder.Current;
        if (catalogue.FindModel(id) is { } model)
        {
            return TypedResults.Json(View(model, catalogue.Version, planner.Status()), WireJson.Options);
        }

        var errors = new ErrorList();
        errors.AddUnknown("model", id, [.. catalogue.Models.Select(known => known.Id)], ErrorCode.ModelNotFound);
        throw new AtelierException(errors.Errors);
    }

    private static ModelView View(ModelEntry model, string version, ProviderStatus status)
    {
        var offers = model.Offers.Select(offer => View(offer, status)).ToList();
        var state = model.StateOn(status.Today);
        var priced = model.Offers.FirstOrDefault(offer => offer.Price.Known);
        return new ModelView(
            model.Id,
            "model",
            new DateTimeOffset(model.Offers[0].Price.AsOf, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds(),
            model.Offers[0].Provider,
            model.Name,
            state != ModelState.Retired && offers.Exists(offer => offer.Available),
            SnakeCase.Of(state),
            model.Retires,
            model.Successor,
            model.Aliases,
            SnakeCase.Of(model.Grade),
            model.AestheticScore,
            model.PhotorealismScore,
            Words(model.Strengths),
            Words(model.Weaknesses),
            Words(model.Offers.SelectMany(offer => offer.Capabilities).Distinct().Order()),
            priced is null ? null : View(priced, version),
            offers
        );
    }

    private static PriceView View(OfferEntry offer, string version) =>
        new(
            offer.Provider,
            version,
            offer.Price.AsOf,
            decimal.Round(offer.Price.Expected / offer.PicturesPerCall, 9),
            offer.Price.Versions
        );

    private static OfferView View(OfferEntry offer, ProviderStatus status) =>
        new(
            offer.Provider,
            offer.ProviderModel,
            status.Available.Contains(offer.Provider),
            Words(offer.Capabilities),
            offer.Sizes.MaxSide,
            offer.PicturesPerCall,
            offer.Price.Expected,
            offer.Price.Maximum,
            offer.Price.Known,
            offer.Price.AsOf
        );

    private static IReadOnlyList<string> Words<T>(IEnumerable<T> members)
        where T : struct, Enum => [.. members.Select(member => SnakeCase.Of(member))];
}
