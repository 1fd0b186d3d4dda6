using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Atelier.Core.Requests;
using Atelier.Engine.Renditions;
using Atelier.Server.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Generations;
using Atelier.Server.Images;
using Atelier.Server.OpenAi;
using Atelier.Server.Photos;
using Atelier.Server.Presentations.Bodies;
using Atelier.Server.Routing;
using Atelier.Server.Webhooks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>What the types do not say of themselves: allowed words, bounds, and which fields may be missing.</summary>
internal sealed class SchemaDetails : IOpenApiSchemaTransformer
{
    private static readonly Type[] Bodies =
    [
        typeof(ImagesBody),
        typeof(GenerationBody),
        typeof(SignInBody),
        typeof(UrlBody),
        typeof(AccountBody),
        typeof(CreditBody),
        typeof(KeyBody),
        typeof(RotateBody),
        typeof(EraseBody),
        typeof(WebhookBody),
        typeof(RotationBody),
        typeof(RecoveryBody),
        typeof(SimulationBody),
        typeof(TrafficBody),
        typeof(MixBody),
        typeof(MixPartBody),
        typeof(CatalogueTextBody),
        typeof(PhotoTaskBody),
        typeof(ImageGenerateBody),
        typeof(ContextPart),
        typeof(ConfigPart),
        typeof(ConstraintsPart),
        typeof(OptionsPart),
        typeof(ImageRegenerateBody),
        typeof(RegenerateOptionsPart),
        typeof(ImageUpscaleBody),
        typeof(ImageEditBody),
        typeof(EditPart),
        typeof(ExtendPart),
        typeof(RemoveBackgroundBody),
        typeof(CutOptionsPart),
    ];

    public Task TransformAsync(
        OpenApiSchema schema,
        OpenApiSchemaTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.JsonPropertyInfo is { } property)
        {
            DescribeField(schema, property);
        }
        else if (schema.Properties is { Count: > 0 })
        {
            DescribeObject(schema, context.JsonTypeInfo);
        }

        return Task.CompletedTask;
    }

    private static void DescribeObject(OpenApiSchema schema, JsonTypeInfo type)
    {
        // The reader of bodies names fields that it does not know as errors.
        schema.AdditionalPropertiesAllowed = !Bodies.Contains(type.Type);
        foreach (var property in type.Properties.Where(property => property.IsGetNullable))
        {
            // What is not known is left out of an answer.
            schema.Required?.Remove(property.Name);
        }

        if (type.Type == typeof(ImagesBody))
        {
            schema.Required = new HashSet<string> { "prompt" };
        }
        else if (type.Type == typeof(SignInBody))
        {
            schema.Required = new HashSet<string> { "code" };
        }
        else if (Needed.TryGetValue(type.Type, out var needed))
        {
            schema.Required = needed.ToHashSet();
        }
    }

    // What a body must have; of an account only a new one.
    private static readonly Dictionary<Type, string[]> Needed = new()
    {
        [typeof(CreditBody)] = ["amount", "reason"],
        [typeof(KeyBody)] = ["name", "scopes"],
        [typeof(EraseBody)] = ["confirm"],
        [typeof(MixBody)] = ["requests", "parts"],
        [typeof(MixPartBody)] = ["share", "request"],
        [typeof(CatalogueTextBody)] = ["name", "text"],
        [typeof(PhotoTaskBody)] = ["sessionId"],
        [typeof(ImageGenerateBody)] =
        [
            "prompt",
            "presentationId",
            "slideId",
            "elementId",
            "context",
            "config",
            "constraints",
        ],
        [typeof(ContextPart)] = ["presentationTitle", "slideIndex"],
        [typeof(ConstraintsPart)] = ["gridWidth", "gridHeight"],
        [typeof(ImageRegenerateBody)] = ["presentationId", "slideId", "elementId", "generationId"],
        [typeof(ImageUpscaleBody)] = ["presentationId", "slideId", "elementId", "imageId", "targetQuality"],
        [typeof(ImageEditBody)] = ["presentationId", "slideId", "elementId", "imageId", "edit"],
        [typeof(EditPart)] = ["type"],
        [typeof(RemoveBackgroundBody)] = ["presentationId", "slideId", "elementId", "imageId"],
    };

    private static void DescribeField(OpenApiSchema schema, JsonPropertyInfo property)
    {
        schema.Type &= ~JsonSchemaType.Null;
        if (AllowedValues.Find(property.DeclaringType, property.Name) is { } words)
        {
            var target = schema.Items as OpenApiSchema ?? schema;
            target.Enum = [.. words.Select(word => JsonValue.Create(word))];
        }

        if (Bodies.Contains(property.DeclaringType))
        {
            Bound(schema, property.Name);
        }
    }

    private static void Bound(OpenApiSchema schema, string field)
    {
        switch (field)
        {
            case "prompt":
                (schema.MinLength, schema.MaxLength) = (1, RequestLimits.PromptLength);
                break;
            case "negative_prompt":
                schema.MaxLength = RequestLimits.PromptLength;
                break;
            case "n":
                (schema.Minimum, schema.Maximum) = ("1", Text(RequestLimits.Count));
                break;
            case "seed":
                (schema.Minimum, schema.Maximum) = ("0", Text(RequestLimits.Seed));
                break;
            case "guidance_scale":
                (schema.Minimum, schema.Maximum) = (
                    Text(RequestLimits.LeastGuidance),
                    Text(RequestLimits.MostGuidance)
                );
                break;
            case "brand_colors":
                schema.MaxItems = RequestLimits.BrandColors;
                break;
            case "strength":
                (schema.Minimum, schema.Maximum) = ("0", "1");
                break;
            case "width" or "height":
                (schema.Minimum, schema.Maximum) = ("1", Text(RenditionWish.MostPixels));
                break;
            case "expires_in":
                (schema.Minimum, schema.Maximum) = (
                    Text(UrlEndpoints.ShortestSeconds),
                    Text(UrlEndpoints.LongestSeconds)
                );
                break;
            case "image" or "mask":
                schema.Format = "uuid";
                break;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
