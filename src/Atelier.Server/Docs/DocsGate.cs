using Atelier.Core.Errors;
using Atelier.Server.Setup;
using Microsoft.AspNetCore.Authentication;

namespace Atelier.Server.Docs;

/// <summary>
/// Keeps strangers from the pages that describe the doors wherever others than this machine can reach us; <c>Docs__Public</c> opens
/// them. A browser gets a page to sign in with, at the same address.
/// </summary>
internal static class DocsGate
{
    // What the page to sign in needs itself.
    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase)
    {
        "/docs/answers.js",
        "/docs/docs.css",
        "/docs/icon.svg",
        "/docs/sign-in.js",
    };

    public static void UseDocsGate(this WebApplication app, ServerSettings settings)
    {
        if (!Exposure.OpensDocs(settings))
        {
            app.UseWhen(IsClosed, docs => docs.Use(AskAsync));
        }
    }

    private static bool IsClosed(HttpContext context)
    {
        // Whoever serves files looks past slashes at the beginning.
        var path = new PathString("/" + context.Request.Path.Value?.TrimStart('/', '\\'));
        return (
                path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase)
                || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
            ) && !Open.Contains(path.Value!);
    }

    private static async Task AskAsync(HttpContext context, RequestDelegate next)
    {
        if ((await context.AuthenticateAsync()).Succeeded)
        {
            await next(context);
            return;
        }

        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            throw new AtelierException(
                ErrorCode.Unauthorized,
                "The description of the doors is not public here: send an API key."
            );
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/html; charset=utf-8";
        var files = context.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        await context.Response.SendFileAsync(files.GetFileInfo("docs/sign-in.html"), context.RequestAborted);
    }
}
