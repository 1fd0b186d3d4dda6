namespace Atelier.Server.Docs;

/// <summary>The script and the style sheet of Swagger UI, as its package carries them.</summary>
internal static class SwaggerUiFiles
{
    // The package's own page writes settings into a script; ours needs only these two files.
    public const string Route = "/docs/ui/{file:regex(^swagger-ui(-bundle\\.js|\\.css)$)}";

    public static RequestDelegate Serve(IEndpointRouteBuilder routes)
    {
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.Use(
            (context, next) =>
            {
                // Middleware that serves files steps aside where a door was found already.
                context.SetEndpoint(null);
                return next(context);
            }
        );
        pipeline.UseSwaggerUI(options => options.RoutePrefix = "docs/ui");
        return pipeline.Build();
    }
}
