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

    private static JsonHttpResult<ModelList> List(CatalogueHolder catalogue, Planner planner)
    {
        var status = planner.Status();
        return TypedResults.Json(
            new ModelList("list", [.. catalogue.Current.Models.Select(model => View(model, status))]),
            WireJson.Options
        );
    }

    private static JsonHttpResult<ModelView> Get(string id, CatalogueHolder catalogue, Planner planner)
    {
        if (catalogue.Current.FindModel(id) is { } model)
        {
            return TypedResults.Json(View(model, planner.Status()), WireJson.Options);
        }

        var errors = new ErrorList();
        errors.AddUnknown(
            "model",
            id,
            [.. catalogue.Current.Models.Select(known => known.Id)],
            ErrorCode.ModelNotFound
        );
        throw new AtelierException(errors.Errors);
    }

    private static ModelView View(ModelEntry model, ProviderStatus status)
    {
        var offers = model.Offers.Select(offer => View(offer, status)).ToList();
        var retired = model.IsRetired(status.Today);
        return new ModelView(
            model.Id,
            "model",
            new DateTimeOffset(model.Offers[0].Price.AsOf, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds(),
            model.Offers[0].Provider,
            model.Name,
            !retired && offers.Exists(offer => offer.Available),
            retired ? "retired"
                : model.Retires is null ? "alive"
                : "retiring",
            model.Retires,
            model.Successor,
            model.Aliases,
            model.AestheticScore,
            model.PhotorealismScore,
            offers
        );
    }

    private static OfferView View(OfferEntry offer, ProviderStatus status) =>
        new(
            offer.Provider,
            status.Available.Contains(offer.Provider),
            [.. offer.Capabilities.Select(capability => SnakeCase.Of(capability))],
            offer.Sizes.MaxSide,
            offer.Price.Expected,
            offer.Price.AsOf
        );
}
