using Atelier.Server.Limits;
using Atelier.Server.OpenAi;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>Answers that are not JSON, further statuses, and headers of answers.</summary>
internal static class DoorAnswers
{
    private static readonly string[] PictureTypes = ["image/png", "image/jpeg", "image/webp"];

    private static readonly string[] RenditionTypes = [.. PictureTypes, "image/avif"];

    public static void Add(OpenApiOperation operation, OpenApiDocument? document)
    {
        operation.Responses ??= [];
        switch (operation.OperationId)
        {
            case "CreateImage":
                AddPictures(operation.Responses["200"]);
                AddHeader(operation.Responses["200"], "Atelier-Generation", "Id of the generation behind it.");
                AddHeader(
                    operation.Responses["200"],
                    ImagesWriter.ModelHeader,
                    "Of a picture alone: model and provider."
                );
                AddHeader(
                    operation.Responses["200"],
                    ImagesWriter.FallbackHeader,
                    "Of a picture alone: what was first in line, where another one ran, and why."
                );
                operation.Responses["202"] = Accepted(document);
                AddLimits(operation.Responses["200"]);
                AddLimits(operation.Responses["202"]);
                break;
            case "CreateGeneration":
                AddHeader(operation.Responses["200"], "Location", "Address of the generation.");
                AddHeader(operation.Responses["202"], "Location", "Address of the generation.");
                AddLimits(operation.Responses["200"]);
                AddLimits(operation.Responses["202"]);
                break;
            case "GenerateDeckImage"
            or "RegenerateDeckImage"
            or "UpscaleDeckImage"
            or "EditDeckImage"
            or "RemoveDeckImageBackground":
                AddHeader(operation.Responses["202"], "Location", "Address of the generation's state.");
                AddLimits(operation.Responses["200"]);
                AddLimits(operation.Responses["202"]);
                break;
            case "StartPhotoTask":
                AddHeader(operation.Responses["202"], "Location", "Address of the task's state.");
                AddLimits(operation.Responses["202"]);
                break;
            case "HeadGetPhotoTask":
                operation.Responses["200"] = new OpenApiResponse { Description = "The task is there." };
                break;
            case "StreamGenerationEvents":
                operation.Responses["200"] = Binary(
                    "Events `progress`, then one `ended`; each has an id and a JSON object with state, stage and progress.",
                    ["text/event-stream"]
                );
                break;
            case "StreamProgress":
                operation.Responses["101"] = new OpenApiResponse
                {
                    Description = "A WebSocket; each of its messages is the JSON object that events carry.",
                };
                operation.Responses["200"] = Binary(
                    "Events without a name; each has an id and a JSON object with type and data.",
                    ["text/event-stream"]
                );
                operation.Responses["204"] = new OpenApiResponse
                {
                    Description = "The generation has ended, and you have all its events.",
                };
                break;
            case "GetPreview":
                operation.Responses["200"] = Binary("The picture so far, 512 pixels at most.", ["image/webp"]);
                AddKeyOrAddress(operation, document);
                break;
            case "GetImageFile":
                operation.Responses["200"] = Binary("The file.", RenditionTypes);
                AddHeader(operation.Responses["200"], "ETag", "Of these very bytes.");
                AddHeader(operation.Responses["200"], "Vary", "`Accept`, where that header decided about the format.");
                operation.Responses["206"] = Binary("The part that Range names.", RenditionTypes);
                operation.Responses["304"] = new OpenApiResponse
                {
                    Description = "You have it already (If-None-Match).",
                };
                operation.Responses["307"] = new OpenApiResponse
                {
                    Description =
                        "It lies in a bucket that gives it out itself, for a minute (presigned reads are on).",
                };
                AddKeyOrAddress(operation, document);
                break;
            case "HeadGetImageFile":
                operation.Responses["200"] = new OpenApiResponse { Description = "Its size and type." };
                AddKeyOrAddress(operation, document);
                break;
            case "GetPhotoFile":
                operation.Responses["200"] = Binary("The file.", PictureTypes);
                AddHeader(operation.Responses["200"], "ETag", "Of these very bytes.");
                AddHeader(operation.Responses["200"], "Content-Disposition", "The name it is shown or saved under.");
                operation.Responses["206"] = Binary("The part that Range names.", PictureTypes);
                operation.Responses["304"] = new OpenApiResponse
                {
                    Description = "You have it already (If-None-Match).",
                };
                AddKeyOrAddress(operation, document);
                break;
            case "HeadGetPhotoFile":
                operation.Responses["200"] = new OpenApiResponse { Description = "Its size and type." };
                AddKeyOrAddress(operation, document);
                break;
            case "UploadPhoto":
                operation.RequestBody = Photo();
                AddHeader(
                    operation.Responses["200"],
                    "Set-Cookie",
                    "Of a visitor without a key, where the operator lets visitors in: the guest's cookie."
                );
                AddKeyOrAddress(operation, document);
                break;
            case "ListStyles" or "ListAspectRatios":
                AddHeader(operation.Responses["200"], "ETag", "Of this very list.");
                operation.Responses["304"] = new OpenApiResponse
                {
                    Description = "You have it already (If-None-Match).",
                };
                break;
            case "GetCosts" or "GetProviderCosts":
                operation.Responses["200"].Content!["text/csv"] = new OpenApiMediaType();
                AddHeader(operation.Responses["200"], "Content-Disposition", "Of CSV: the name of the file.");
                break;
            case "GetHealthz":
                operation.Responses["200"] = Binary("`ok`", ["text/plain"]);
                break;
        }
    }

    // An empty requirement beside the key: either the key or a signed address.
    private static void AddKeyOrAddress(OpenApiOperation operation, OpenApiDocument? document) =>
        operation.Security = [OperationDetails.NeedsKey(document), []];

    private static OpenApiRequestBody Photo() =>
        new()
        {
            Required = true,
            Description = "One JPEG or PNG of at most MAX_FILE_SIZE bytes, declared as what it is.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["multipart/form-data"] = new()
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "image" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["image"] = new OpenApiSchema
                            {
                                Type = JsonSchemaType.String,
                                Format = "binary",
                                Description = "The photo.",
                            },
                        },
                    },
                },
            },
        };

    private static OpenApiResponse Accepted(OpenApiDocument? document)
    {
        var response = new OpenApiResponse
        {
            Description = "With `Prefer: respond-async`: the generation as it stands.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference("GenerationView", document),
                },
            },
        };
        AddHeader(response, "Location", "Address of the generation.");
        return response;
    }

    private static void AddLimits(IOpenApiResponse response)
    {
        AddHeader(
            response,
            RateHeaders.Limit,
            "Of your limits the tightest: calls, or pictures. Missing where there is none."
        );
        AddHeader(response, RateHeaders.Remaining, "What it leaves.");
        AddHeader(response, RateHeaders.Reset, "Seconds until it leaves more.");
        AddHeader(response, RateHeaders.Policy, "All your limits, each with its span in seconds.");
    }

    private static void AddPictures(IOpenApiResponse response)
    {
        foreach (var type in PictureTypes)
        {
            response.Content![type] = new OpenApiMediaType();
        }
    }

    private static OpenApiResponse Binary(string description, IEnumerable<string> types) =>
        new()
        {
            Description = description,
            Content = types.ToDictionary(type => type, OpenApiMediaType (_) => new OpenApiMediaType()),
        };

    private static void AddHeader(IOpenApiResponse response, string name, string description)
    {
        if (response is OpenApiResponse own)
        {
            own.Headers ??= new Dictionary<string, IOpenApiHeader>();
            own.Headers[name] = new OpenApiHeader
            {
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }
    }
}
