using Atelier.Server.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atelier.Server.Docs;

/// <summary><c>/openapi/v1.json</c>, and <c>/docs</c>: the page that shows it, signs in and paints.</summary>
internal static class DocsEndpoints
{
    public static void AddApiDocs(this IServiceCollection services)
    {
        // The document names fields as the doors write them, and the doors write with WireJson.
        services.ConfigureHttpJsonOptions(http =>
        {
            http.SerializerOptions.PropertyNamingPolicy = WireJson.Options.PropertyNamingPolicy;
            http.SerializerOptions.NumberHandling = WireJson.Options.NumberHandling;
        });
        services.AddOpenApi(
            "v1",
            options =>
                options
                    .AddSchemaTransformer<SchemaDetails>()
                    .AddOperationTransformer<OperationDetails>()
                    .AddDocumentTransformer<DocumentDetails>()
        );
    }

    public static void MapApiDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var pages = routes.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", () => TypedResults.Redirect("/docs"));
        pages.MapGet("/docs", DocsPage);
        pages.MapGet("/docs/errors", ErrorsPage);
        pages.MapMethods(SwaggerUiFiles.Route, ["GET", "HEAD"], SwaggerUiFiles.Serve(routes));
    }

    private static FileStreamHttpResult DocsPage(HttpContext context, IWebHostEnvironment environment)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var page = environment.WebRootFileProvider.GetFileInfo("docs/index.html").CreateReadStream();
        return TypedResults.Stream(page, "text/html; charset=utf-8");
    }

    private static ContentHttpResult ErrorsPage(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Content(Docs.ErrorsPage.Html, "text/html; charset=utf-8");
    }
}
