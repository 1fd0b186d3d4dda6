using System.Text.Json;
using Atelier.Core.Errors;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Docs;

public sealed class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Document_Head_NamesVersionAndNoAddress()
    {
        var root = (await OpenApiDocument.ReadAsync(server)).Root;

        Assert.StartsWith("3.1", root.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            typeof(Atelier.Server.Docs.ErrorGuide).Assembly.GetName().Version!.ToString(3),
            root.GetProperty("info").GetProperty("version").GetString()
        );
        Assert.Equal("/", Assert.Single(root.GetProperty("servers").EnumerateArray()).GetProperty("url").GetString());
        Assert.DoesNotContain(server.Url.Authority, root.GetRawText(), StringComparison.Ordinal);
        Assert.All(
            root.GetProperty("tags").EnumerateArray(),
            tag => Assert.False(string.IsNullOrEmpty(tag.GetProperty("description").GetString()))
        );
        var scheme = root.GetProperty("components").GetProperty("securitySchemes").GetProperty("Bearer");
        Assert.Equal("bearer", scheme.GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task Document_EveryMappedDoor_HasSummarySecurityAndErrors()
    {
        var document = await OpenApiDocument.ReadAsync(server);

        var doors = Door.All(server);
        Assert.Contains(doors, door => door.ToString() == "GET /v1/images/{id}/{variant}");
        var ids = new HashSet<string>();
        foreach (var door in doors)
        {
            var operation = document.Find(door);
            Assert.True(operation is not null, $"{door} is not in the document");
            Assert.True(operation.Value.TryGetProperty("summary", out _), $"{door} has no summary");
            Assert.True(ids.Add(operation.Value.GetProperty("operationId").GetString()!), $"{door} shares its id");
            Assert.True(operation.Value.TryGetProperty("security", out var security), $"{door} leaves security unsaid");
            Assert.NotEmpty(OpenApiDocument.Answers(operation.Value, "500"));
            if (door.Scopes.Count > 0)
            {
                Assert.True(Assert.Single(security.EnumerateArray()).TryGetProperty("Bearer", out _), $"{door}");
                Assert.NotEmpty(OpenApiDocument.Answers(operation.Value, "401"));
                Assert.NotEmpty(OpenApiDocument.Answers(operation.Value, "403"));
            }
        }
    }

    [Fact]
    public async Task Document_DoorsBehindAKey_AnswerInTheShapeItNames()
    {
        var document = await OpenApiDocument.ReadAsync(server);

        // What answers HEAD has no body.
        foreach (var door in Door.All(server).Where(door => door.Scopes.Count > 0 && door.Method != "HEAD"))
        {
            var answer = await server.Nobody().SendAsync(new HttpMethod(door.Method), door.Example, content: null);

            Assert.Equal((401, $"{door}"), (answer.Status, $"{door}"));
            var (type, schema) = Assert.Single(OpenApiDocument.Answers(document.Find(door)!.Value, "401"));
            Assert.Equal((type, $"{door}"), (answer.Header("Content-Type"), $"{door}"));
            AssertMembers(document.Schema(schema), answer.Json);
        }
    }

    [Theory]
    [InlineData("/v1/generations", "GenerationBody", "/errors", "field")]
    [InlineData("/v1/images/generations", "ImagesBody", "/error/errors", "param")]
    public async Task Document_AllowedWords_AreThoseTheDoorTakes(string door, string schema, string list, string name)
    {
        var words = (await OpenApiDocument.ReadAsync(server)).Words(schema);
        Assert.True(words.Count >= 5);
        var body = JsonSerializer.Serialize(
            words.Keys.ToDictionary(field => field, _ => "no-such-word").Append(new("prompt", "a lake")).ToDictionary()
        );

        var answer = await server.Owner().PostAsync(door, body);

        Assert.Equal(400, answer.Status);
        var errors = list[1..].Split('/').Aggregate(answer.Json, (json, part) => json.GetProperty(part));
        var messages = errors
            .EnumerateArray()
            .ToDictionary(
                error => error.GetProperty(name).GetString()!,
                error => error.GetProperty("message").GetString()!
            );
        foreach (var (field, allowed) in words)
        {
            Assert.Contains($"use one of {string.Join(", ", allowed)}.", messages[field], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/images/generations")]
    [InlineData("/v1/route")]
    [InlineData("/v1/quotes")]
    [InlineData("/v1/simulate")]
    public async Task Document_Examples_AreAcceptedAsTheyStand(string path)
    {
        var operation = (await OpenApiDocument.ReadAsync(server)).Find(new Door("POST", path, []))!.Value;
        var examples = operation
            .GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("examples")
            .EnumerateObject()
            .ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var body = example.Value.GetProperty("value").GetRawText();

            var answer = await server.Owner().PostAsync(path, body, ("Prefer", "respond-async"));

            Assert.True(answer.Status is 200 or 202, answer.Text);
        }
    }

    [Theory]
    [InlineData("POST", "/v1/generations", "Prefer", "Idempotency-Key", "Atelier-Quote")]
    [InlineData("POST", "/v1/images/generations", "Prefer", "Idempotency-Key", "Atelier-Quote")]
    [InlineData("GET", "/v1/generations/{id}", "id", "Prefer")]
    [InlineData("GET", "/v1/generations/{id}/events", "id", "Last-Event-ID", "ticket")]
    [InlineData("GET", "/v1/generations", "cursor", "state", "limit")]
    [InlineData("GET", "/v1/generations/{id}/explain", "id")]
    [InlineData(
        "GET",
        "/v1/images/{id}/{variant}",
        "id",
        "variant",
        "w",
        "h",
        "fit",
        "format",
        "q",
        "preset",
        "exp",
        "kid",
        "sig"
    )]
    public async Task Document_Parameters_AreAllDescribed(string method, string path, params string[] names)
    {
        var operation = (await OpenApiDocument.ReadAsync(server)).Find(new Door(method, path, []))!.Value;

        var parameters = operation.GetProperty("parameters").EnumerateArray().ToList();

        Assert.Equal(names, parameters.Select(parameter => parameter.GetProperty("name").GetString()));
        Assert.All(parameters, parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
    }

    [Theory]
    [InlineData("GenerationBody")]
    [InlineData("ImagesBody")]
    public async Task Document_FieldsOfBodies_AreSnakeCaseAndDescribed(string schema)
    {
        var fields = (await OpenApiDocument.ReadAsync(server))
            .Schema(schema)
            .GetProperty("properties")
            .EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value);

        Assert.Contains("negative_prompt", fields.Keys);
        Assert.All(fields.Keys, name => Assert.Equal(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), name));
        Assert.DoesNotContain(
            fields,
            field => !field.Value.TryGetProperty("description", out _) && !field.Value.TryGetProperty("$ref", out _)
        );
    }

    [Fact]
    public async Task Document_TheDoorOfAddresses_NamesItsWordsAndItsExamplesAreRight()
    {
        var document = await OpenApiDocument.ReadAsync(server);
        var words = document.Words("UrlBody");
        var operation = document.Find(new Door("POST", "/v1/images/{id}/urls", []))!.Value;
        var image = await Renditions.RenderedImage.SharedAsync(server);
        var path = $"/v1/images/{image.Id}/urls";

        Assert.Equal(["fit", "format", "variant"], words.Keys.Order());
        foreach (var (field, allowed) in words)
        {
            var refused = await image.Caller.PostAsync(path, $$"""{"{{field}}": "no-such-word"}""");
            var told = refused.TextAt("error.message");
            Assert.Contains($"use one of {string.Join(", ", allowed)}.", told, StringComparison.Ordinal);
        }

        var examples = operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        foreach (var example in examples.GetProperty("examples").EnumerateObject())
        {
            var answer = await image.Caller.PostAsync(path, example.Value.GetProperty("value").GetRawText());
            Assert.True(answer.Status == 200, answer.Text);
        }
    }

    [Fact]
    public async Task Document_ErrorCodes_AreThoseThereAre()
    {
        var codes = (await OpenApiDocument.ReadAsync(server)).Words("Problem")["code"];

        Assert.Equal(Enum.GetValues<ErrorCode>().Select(code => ErrorFacts.Of(code).Wire), codes);
    }

    // Whatever the schema requires is there, and whatever is there the schema knows.
    private static void AssertMembers(JsonElement schema, JsonElement json)
    {
        var known = schema.GetProperty("properties");
        foreach (var required in schema.GetProperty("required").EnumerateArray())
        {
            Assert.True(json.TryGetProperty(required.GetString()!, out _), $"{required} is missing");
        }

        foreach (var member in json.EnumerateObject())
        {
            Assert.True(known.TryGetProperty(member.Name, out var inner), $"{member.Name} is not in the schema");
            if (inner.TryGetProperty("properties", out _))
            {
                AssertMembers(inner, member.Value);
            }
        }
    }
}
