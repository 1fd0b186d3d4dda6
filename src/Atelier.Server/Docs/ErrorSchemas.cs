using System.Text.Json.Nodes;
using Atelier.Server.Errors;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>The four shapes of an error: problem details, OpenAI's, and those of the photo and the presentation doors.</summary>
internal static class ErrorSchemas
{
    public const string Problem = "Problem";
    public const string OpenAi = "OpenAiError";
    public const string Photo = "PhotoError";
    public const string Deck = "DeckError";

    private static OpenApiSchema Codes =>
        new()
        {
            Type = JsonSchemaType.String,
            Description = "Stable name of the error; /docs/errors says when it happens and what to do.",
            Enum = [.. ErrorGuide.All.Select(error => JsonValue.Create(error.Wire))],
        };

    public static OpenApiSchema ProblemSchema() =>
        Object(
            "Problem details (RFC 9457), with our code. Further members hold facts, such as credits_needed.",
            ["type", "title", "status", "detail", "code", "retryable", "request_id"],
            new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Address of the error's description."),
                ["title"] = Text("The same for every error of this code."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("What went wrong this time, and how to put it right."),
                ["code"] = Codes,
                ["retryable"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Boolean,
                    Description = "Whether the same request can succeed later.",
                },
                ["request_id"] = Text("The operator's log has more under it."),
                ["errors"] = List("The wrong fields, where it is about fields.", FieldError("field", allowed: true)),
                ["content_policy"] = ContentPolicy(),
            }
        );

    public static OpenApiSchema OpenAiSchema() =>
        Object(
            "An error as OpenAI's clients read it.",
            ["error"],
            new Dictionary<string, IOpenApiSchema>
            {
                ["error"] = Object(
                    "What went wrong.",
                    ["message", "type", "param", "code", "request_id"],
                    new Dictionary<string, IOpenApiSchema>
                    {
                        ["message"] = Text("What went wrong this time, and how to put it right."),
                        ["type"] = Text("OpenAI's kind of error, such as invalid_request_error."),
                        ["param"] = Nullable(Text("The first wrong field.")),
                        ["code"] = Codes,
                        ["errors"] = Nullable(
                            List("All wrong fields, if more than one.", FieldError("param", allowed: false))
                        ),
                        ["content_policy"] = ContentPolicy(),
                        ["request_id"] = Text("The operator's log has more under it."),
                    }
                ),
            }
        );

    public static OpenApiSchema PhotoSchema() =>
        Object(
            "An error of the photo doors.",
            ["success", "error"],
            new Dictionary<string, IOpenApiSchema>
            {
                ["success"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Always false." },
                ["error"] = Object(
                    "What went wrong.",
                    ["message", "code"],
                    new Dictionary<string, IOpenApiSchema>
                    {
                        ["message"] = Text("What went wrong this time."),
                        ["code"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.String,
                            Description = "Stable name of the error, such as SESSION_NOT_FOUND.",
                            Enum =
                            [
                                .. ErrorGuide
                                    .All.Select(error => PhotoError.CodeOf(error.Code))
                                    .Append(PhotoError.UnknownCode)
                                    .Distinct()
                                    .Select(code => JsonValue.Create(code)),
                            ],
                        },
                        ["details"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Description = "Wrong fields and facts, while the service runs for development.",
                        },
                    }
                ),
                ["limit"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Description = "Of DAILY_LIMIT_EXCEEDED: the limit.",
                },
                ["taskId"] = Text("Of NO_PROVIDER: the task that was recorded as failed."),
                ["contentPolicy"] = ContentPolicy(),
            }
        );

    public static OpenApiSchema DeckSchema() =>
        Object(
            "An error of the presentation doors.",
            ["success", "error"],
            new Dictionary<string, IOpenApiSchema>
            {
                ["success"] = Flag("Always false."),
                ["error"] = Object(
                    "What went wrong.",
                    ["code", "message", "retryable"],
                    new Dictionary<string, IOpenApiSchema>
                    {
                        ["code"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.String,
                            Description = "Stable name of the error, such as QUOTA_EXCEEDED.",
                            Enum =
                            [
                                .. ErrorGuide
                                    .All.Select(error => DeckError.CodeOf(error.Code))
                                    .Distinct()
                                    .Select(code => JsonValue.Create(code)),
                            ],
                        },
                        ["message"] = Text("What went wrong this time."),
                        ["retryable"] = Flag("Whether the same request can succeed later, and is not paid twice."),
                        ["contentPolicyViolation"] = Flag("True of what is against the content policy."),
                        ["retryAfter"] = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Integer,
                            Description = "Seconds, as in the header Retry-After.",
                        },
                        ["details"] = DeckDetails(),
                    }
                ),
            }
        );

    private static OpenApiSchema DeckDetails() =>
        Object(
            "What a program can use.",
            [],
            new Dictionary<string, IOpenApiSchema>
            {
                ["provider"] = Text("dalle3, sdxl, midjourney, or a provider's id."),
                ["reason"] = Text("Why, in our words."),
                ["suggestion"] = Text("What to do."),
                ["contentPolicy"] = ContentPolicy(),
                ["generationId"] = Text("Of what was accepted before it went wrong."),
                ["tried"] = List(
                    "Who was asked.",
                    Object(
                        "One call.",
                        ["provider", "model", "reason"],
                        new Dictionary<string, IOpenApiSchema>
                        {
                            ["provider"] = Text("dalle3, sdxl, midjourney, or a provider's id."),
                            ["model"] = Text("Id of the model."),
                            ["reason"] = Text("What became of it."),
                        }
                    )
                ),
                ["fields"] = List(
                    "The wrong fields, by their paths.",
                    Object(
                        "A wrong field.",
                        ["field", "code", "message"],
                        new Dictionary<string, IOpenApiSchema>
                        {
                            ["field"] = Text("Its path, such as config.style; a header by its name."),
                            ["code"] = Text("As of the error."),
                            ["message"] = Text("What is wrong with it, and what is allowed."),
                            ["allowed"] = List("The allowed values, where they can be listed.", Text("One of them.")),
                        }
                    )
                ),
            }
        );

    private static OpenApiSchema Flag(string description) =>
        new() { Type = JsonSchemaType.Boolean, Description = description };

    private static OpenApiSchema ContentPolicy() =>
        Object(
            "Of what is against the content policy: what was violated.",
            ["violated", "categories", "message", "suggestion"],
            new Dictionary<string, IOpenApiSchema>
            {
                ["violated"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Always true." },
                ["categories"] = List("The categories, such as adult_content.", Text("One of them.")),
                ["message"] = Text("The same for every violation."),
                ["suggestion"] = Text("What to ask for instead."),
            }
        );

    private static OpenApiSchema FieldError(string name, bool allowed)
    {
        var properties = new Dictionary<string, IOpenApiSchema>
        {
            [name] = Text("The field; a header by its name."),
            ["code"] = Codes,
            ["message"] = Text("What is wrong with it, and what is allowed."),
        };
        if (allowed)
        {
            properties["allowed"] = List("The allowed values, where they can be listed.", Text("One of them."));
        }

        return Object("A wrong field.", [name, "code", "message"], properties);
    }

    private static OpenApiSchema Object(
        string description,
        HashSet<string> required,
        Dictionary<string, IOpenApiSchema> properties
    ) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Required = required,
            Properties = properties,
        };

    private static OpenApiSchema List(string description, OpenApiSchema item) =>
        new()
        {
            Type = JsonSchemaType.Array,
            Description = description,
            Items = item,
        };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String, Description = description };

    private static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }
}
