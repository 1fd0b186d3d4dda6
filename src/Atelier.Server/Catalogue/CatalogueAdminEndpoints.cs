using Atelier.Core.Catalogue;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Planning;
using Atelier.Server.Authentication;
using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Catalogue;

/// <summary><c>/admin/api/catalog</c>: which catalogue is in force, and whether the providers still sell what it says.</summary>
internal static class CatalogueAdminEndpoints
{
    public static void MapCatalogueAdmin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/api/catalog").WithTags("Admin").RequireAuthorization(Scopes.Admin);
        group
            .MapGet("", Get)
            .WithName("GetCatalogue")
            .WithSummary(
                "The catalogue in force: version, files with yours among them, models by state, and what is wrong."
            )
            .Produces<CatalogueView>();
        group
            .MapGet("/check", CheckAsync)
            .WithName("CheckCatalogue")
            .WithSummary(
                "Asks every provider that is switched on, and has a list, for its models: which of ours are gone."
            )
            .Produces<CatalogueCheckView>();
    }

    private static JsonHttpResult<CatalogueView> Get(CatalogueHolder catalogue, CatalogueFolder folder, Planner planner)
    {
        var problem = catalogue.Problem;
        IReadOnlyList<CatalogueFile> files = [];
        try
        {
            files = folder.ReadFiles();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem ??= "The files cannot be read at this moment.";
        }

        return TypedResults.Json(
            CatalogueView.Of(catalogue.Current, problem, folder.Overlay, files, planner.Status().Today),
            WireJson.Options
        );
    }

    private static async Task<IResult> CheckAsync(
        CatalogueCheck check,
        CatalogueHolder catalogue,
        Planner planner,
        CancellationToken cancellationToken
    )
    {
        var checks = await check.RunAsync(cancellationToken);
        return TypedResults.Json(
            CatalogueCheckView.Of(catalogue.Current.Version, checks, planner.Status().Today),
            WireJson.Options
        );
    }
}
