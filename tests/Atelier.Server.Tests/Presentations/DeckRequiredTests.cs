using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What the schema says that a request must have is what its door asks for.</summary>
public sealed class DeckRequiredTests(TestServer server) : IClassFixture<TestServer>
{
    // Read with everything else, so that an answer never depends on it.
    private const string Unknown = "nobodyKnowsThis";

    [Theory]
    [InlineData(DeckDoor.Generate, "generateRequest")]
    [InlineData(DeckDoor.Regenerate, "regenerateRequest")]
    [InlineData(DeckDoor.Upscale, "upscaleRequest")]
    [InlineData(DeckDoor.Edit, "editRequest")]
    [InlineData(DeckDoor.Cut, "removeBackgroundRequest")]
    [Trait("Requirement", "C-01")]
    [Trait("Requirement", "C-11")]
    public async Task AnyDoor_NothingButEmptyObjects_NamesWhatTheSchemaRequires(string door, string shape)
    {
        var caller = await server.AddCallerAsync();
        var required = new List<string> { Unknown };
        var body = Empty(DeckSchemaTests.Find(shape), "", required);
        body[Unknown] = 1;

        var answer = await DeckDoor.PostAsync(caller, door, body.ToJsonString());

        DeckDoor.IsError(answer, 400, answer.TextAt("error.code")!, [.. required]);
    }

    [Theory]
    [InlineData(DeckDoor.Generate, "generateRequest")]
    [InlineData(DeckDoor.Regenerate, "regenerateRequest")]
    [InlineData(DeckDoor.Upscale, "upscaleRequest")]
    [InlineData(DeckDoor.Edit, "editRequest")]
    [InlineData(DeckDoor.Cut, "removeBackgroundRequest")]
    [Trait("Requirement", "C-01")]
    public async Task AnyDoor_NothingAtAll_NamesWhatTheSchemaRequires(string door, string shape)
    {
        var caller = await server.AddCallerAsync();

        var answer = await DeckDoor.PostAsync(caller, door, "{}");

        Assert.Equal(400, answer.Status);
        var named = answer
            .At("error.details.fields")
            .EnumerateArray()
            .Select(field => field.GetProperty("field").GetString()!.Split('.')[0]);
        Assert.Equal(DeckSchemaTests.Required(DeckSchemaTests.Find(shape)).Order(), named.Distinct().Order());
    }

    // All objects, none of their texts and numbers; the paths of those that are required are added.
    private static JsonObject Empty(JsonElement schema, string path, List<string> required)
    {
        var body = new JsonObject();
        var needed = DeckSchemaTests.Required(schema).ToHashSet();
        foreach (var member in schema.GetProperty("properties").EnumerateObject())
        {
            if (member.Value.TryGetProperty("properties", out _))
            {
                body[member.Name] = Empty(member.Value, $"{path}{member.Name}.", required);
            }
            else if (needed.Contains(member.Name))
            {
                required.Add(path + member.Name);
            }
        }

        return body;
    }
}
