using System.Text;
using Atelier.Server.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>What every door has in common: an id, who may use it, and how it fails.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    public const string Bearer = "Bearer";

    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var description = context.Description;
        var method = description.HttpMethod ?? "GET";
        var path = $"/{description.RelativePath?.TrimStart('/')}";
        operation.OperationId ??= NameOf(method, path);
        if (method == "HEAD")
        {
            // The same door under two methods; ids are unique.
            operation.OperationId = $"Head{operation.OperationId}";
        }

        var scopes = description
            .ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>()
            .Select(data => data.Policy)
            .OfType<string>()
            .Distinct()
            .ToList();
        // An empty list says that the door is open; nothing would leave it unsaid.
        operation.Security = [];
        if (scopes.Count > 0)
        {
            operation.Description ??=
                $"Needs the scope `{string.Join("` or `", scopes.SelectMany(Scopes.For).Distinct())}`.";
            operation.Security = [NeedsKey(context.Document)];
        }

        DoorParameters.Add(operation);
        DoorAnswers.Add(operation, context.Document);
        DoorExamples.Add(operation);
        DoorErrors.Add(operation, path, needsKey: scopes.Count > 0, context.Document);
        return Task.CompletedTask;
    }

    /// <summary>A key must be sent.</summary>
    public static OpenApiSecurityRequirement NeedsKey(OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] };

    // GET /healthz becomes GetHealthz.
    private static string NameOf(string method, string path)
    {
        var name = new StringBuilder();
        foreach (var part in $"{method.ToLowerInvariant()}/{path}".Split('/', '-', '{', '}', ':'))
        {
            name.Append(part.Length > 0 ? char.ToUpperInvariant(part[0]) + part[1..] : "");
        }

        return name.ToString();
    }
}
