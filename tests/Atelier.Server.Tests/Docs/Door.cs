using Atelier.Server.Tests.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Docs;

/// <summary>A mapped door that is meant to be described.</summary>
/// <param name="Path">As the document writes it, without constraints: <c>/v1/generations/{id}</c>.</param>
/// <param name="Scopes">The scopes a key needs; none for open doors.</param>
internal sealed record Door(string Method, string Path, IReadOnlyList<string> Scopes)
{
    /// <summary>A path that can be called.</summary>
    public string Example =>
        Path.Replace("{id}", "0195d3a8-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{image}", "0195d3a8-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{webhook}", "0195d3a8-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{delivery}", "0195d3a8-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{variant}", "original", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";

    public static List<Door> All(TestServer server) =>
        [
            .. server
                .Services.GetServices<EndpointDataSource>()
                .SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
                .SelectMany(Of),
        ];

    private static IEnumerable<Door> Of(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => new Door(
            method,
            PathOf(endpoint.RoutePattern),
            [.. endpoint.Metadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>()]
        ));

    private static string PathOf(RoutePattern pattern) =>
        "/"
        + string.Join(
            '/',
            pattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
                            RoutePatternLiteralPart literal => literal.Content,
                            _ => "",
                        }
                    )
                )
            )
        );
}
