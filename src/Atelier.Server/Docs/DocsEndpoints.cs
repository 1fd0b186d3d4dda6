namespace Atelier.Server.Docs;

/// <summary><c>/openapi/v1.json</c> and the page that shows it.</summary>
internal static class DocsEndpoints
{
    public static void AddApiDocs(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
                options.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info.Title = "Atelier";
                        document.Info.Description = "Makes, changes, stores and pays for images.";
                        return Task.CompletedTask;
                    }
                )
        );

    public static void MapApiDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        routes.MapGet("/", () => TypedResults.Redirect("/docs")).ExcludeFromDescription();
    }
}
