using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.Serving;

/// <summary>What a stub was asked, and on which connection.</summary>
internal sealed record StubRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    string Connection
)
{
    public static async Task<StubRequest> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new StubRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(
                header => header.Key,
                header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            await reader.ReadToEndAsync(context.RequestAborted),
            context.Connection.Id
        );
    }
}
