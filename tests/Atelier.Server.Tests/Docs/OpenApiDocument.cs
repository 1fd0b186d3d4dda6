using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Docs;

/// <summary>The document that a server hands out.</summary>
internal sealed class OpenApiDocument(JsonElement root)
{
    public JsonElement Root => root;

    public static async Task<OpenApiDocument> ReadAsync(TestServer server)
    {
        var answer = await server.Nobody().GetAsync("/openapi/v1.json");
        Assert.Equal(200, answer.Status);
        return new OpenApiDocument(answer.Json);
    }

    /// <summary>The operation of a door; null when the document does not hold it.</summary>
    public JsonElement? Find(Door door) =>
        root.GetProperty("paths").TryGetProperty(door.Path, out var path)
        && path.TryGetProperty(door.Method.ToLowerInvariant(), out var operation)
            ? operation
            : null;

    public JsonElement Schema(string name) => root.GetProperty("components").GetProperty("schemas").GetProperty(name);

    /// <summary>Fields of a schema with the words they may have.</summary>
    public Dictionary<string, string[]> Words(string schema) =>
        Schema(schema)
            .GetProperty("properties")
            .EnumerateObject()
            .Where(field => field.Value.TryGetProperty("enum", out _))
            .ToDictionary(
                field => field.Name,
                field => field.Value.GetProperty("enum").EnumerateArray().Select(word => word.GetString()!).ToArray()
            );

    /// <summary>The media types of an answer, each with the name of its schema.</summary>
    public static Dictionary<string, string> Answers(JsonElement operation, string status) =>
        operation.GetProperty("responses").TryGetProperty(status, out var response)
            ? response
                .GetProperty("content")
                .EnumerateObject()
                .ToDictionary(
                    type => type.Name,
                    type => type.Value.GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1]
                )
            : [];
}
