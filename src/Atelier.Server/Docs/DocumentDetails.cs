using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>The document's head: name, version, tags, the way in and the shapes of errors.</summary>
internal sealed class DocumentDetails : IOpenApiDocumentTransformer
{
    private static readonly Dictionary<string, string> TagTexts = new()
    {
        ["OpenAI"] = "OpenAI's doors, for clients that stay as they are: change the base address and the key.",
        ["Generations"] = "The native doors: start a job, then fetch it, watch it, wait for it or cancel it.",
        ["Routing"] = "Which model a request would go to and why, what it would cost and take, and what became of it.",
        ["Catalogue"] = "What a request may ask for: styles and aspect ratios.",
        ["Presentations"] = "Pictures for elements of presentations. Fields are camelCase, answers have an envelope.",
        ["Photos"] = "The photo service: a photo is uploaded, restyled and downloaded. Its fields are camelCase.",
        ["Images"] = "The files of finished pictures.",
        ["Webhooks"] = "Where you are told what happened, signed by Standard Webhooks, and how the telling went.",
        ["Usage"] = "What an account used and may still use.",
        ["Session"] = "A browser signs in with a one-time code, and out again.",
        ["Account"] = "What the caller has and may, and accounts of visitors without a key.",
        ["Tickets"] = "For browsers' streams, which can send no key: a ticket in the address, good once.",
        ["Callbacks"] =
            "Where providers say that a task has ended. Each address belongs to one call and cannot be guessed.",
        ["Admin"] = "The operator's doors; they need a key with the scope admin.",
        ["Health"] = "For whoever watches the service.",
    };

    public Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Atelier",
            Version = typeof(DocumentDetails).Assembly.GetName().Version!.ToString(3),
            Summary = "Makes, changes, stores and pays for images.",
            Description =
                "Fields are snake_case and times UTC. Send an API key as `Authorization: Bearer …`; a signed-in browser needs "
                + "none. [Every error](/docs/errors) has a stable code.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // Behind a proxy the address we listen at is nobody's business; "/" is the one the document came from.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = Order(document.Tags ?? new HashSet<OpenApiTag>());
        document.AddComponent(ErrorSchemas.Problem, ErrorSchemas.ProblemSchema());
        document.AddComponent(ErrorSchemas.OpenAi, ErrorSchemas.OpenAiSchema());
        document.AddComponent(ErrorSchemas.Photo, ErrorSchemas.PhotoSchema());
        document.Components!.Schemas!.Remove("ProblemDetails");
        foreach (var schema in document.Components.Schemas.Values)
        {
            DropNulls(schema.Properties);
        }

        document.AddComponent<IOpenApiSecurityScheme>(
            OperationDetails.Bearer,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "atl_…",
                Description = "An API key. The owner's stands in `owner.key` of the data folder.",
            }
        );
        return Task.CompletedTask;
    }

    // Readers meet the tags in this order.
    private static HashSet<OpenApiTag> Order(ISet<OpenApiTag> tags)
    {
        var order = TagTexts.Keys.ToList();
        foreach (var tag in tags)
        {
            tag.Description = TagTexts.GetValueOrDefault(tag.Name ?? "");
        }

        // What is not among them comes last.
        return [.. tags.OrderBy(tag => (uint)order.IndexOf(tag.Name ?? ""))];
    }

    // Answers leave out what is not known, so "null or a price" is just "a price".
    private static void DropNulls(IDictionary<string, IOpenApiSchema>? properties)
    {
        foreach (var (name, schema) in properties?.ToList() ?? [])
        {
            if (schema.OneOf is [{ Type: JsonSchemaType.Null }, { } known])
            {
                properties![name] = known;
            }
        }
    }
}
