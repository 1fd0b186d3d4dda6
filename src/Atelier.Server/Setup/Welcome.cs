using Atelier.Server.Admin;

namespace Atelier.Server.Setup;

/// <summary>What a start says on standard output: where it is, how to sign in, one command to try, and <c>ready</c>.</summary>
internal static class Welcome
{
    public static void Print(string url, ServerSettings settings, string? code)
    {
        var origin = settings.PublicUrl?.ToString().TrimEnd('/') ?? url;
        var key = settings.AdminKey is null ? $"$(cat {KeyFile(settings)})" : "$ATELIER_ADMIN_KEY";
        Console.WriteLine(
            $"""

            Atelier serves {origin} — the doors are described at {origin}/docs
            """
        );
        if (!Exposure.OpensDocs(settings))
        {
            Console.WriteLine(
                "Others than this machine can reach it, so /docs, /openapi and the parts of /readyz need a key or a session "
                    + "(Docs__Public=true opens the pages)."
            );
        }

        if (code is not null)
        {
            Console.WriteLine($"Sign in (once, within the hour): {SignInLink.Of(origin, code)}");
        }

        Console.WriteLine(
            $$"""
            Try it:

              curl {{origin}}/v1/images/generations -H "Authorization: Bearer {{key}}" \
                -H 'Content-Type: application/json' -H 'Accept: image/png' -o picture.png \
                -d '{"prompt": "a calm lake in the mountains at sunset", "size": "1024x768"}'

            ready {{url}}
            """
        );
    }

    // Short where the data folder lies below, as it does by default; whole where it lies elsewhere.
    private static string KeyFile(ServerSettings settings)
    {
        var path = Path.Combine(settings.DataFolder, "owner.key");
        var relative = Path.GetRelativePath(".", path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
