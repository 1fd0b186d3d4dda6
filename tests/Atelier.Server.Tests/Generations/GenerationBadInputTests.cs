using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

/// <summary>What only the native door refuses.</summary>
public sealed class GenerationBadInputTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";
    private const string AnId = "01931c00-0000-7000-8000-000000000000";

    [Theory]
    [InlineData("\"operation\": \"draw\"", "invalid_request", "operation", "remove_background")]
    [InlineData("\"aspect_ratio\": \"5:4\"", "invalid_dimensions", "aspect_ratio", "16:9, 4:3, 1:1, 9:16")]
    [InlineData("\"aspect_ratio\": \"custom\", \"grid_height\": 1", "invalid_dimensions", "grid_width", "1 to 12")]
    [InlineData(
        "\"aspect_ratio\": \"custom\", \"grid_width\": 13, \"grid_height\": 8",
        "invalid_dimensions",
        "grid_width",
        "1 to 12"
    )]
    [InlineData(
        "\"aspect_ratio\": \"custom\", \"grid_width\": 12, \"grid_height\": 9",
        "invalid_dimensions",
        "grid_height",
        "1 to 8"
    )]
    [InlineData(
        "\"aspect_ratio\": \"4:3\", \"grid_width\": 4, \"grid_height\": 3",
        "invalid_dimensions",
        "aspect_ratio",
        "custom alone"
    )]
    [InlineData("\"aspect_ratio\": \"1:1\", \"size\": \"64x48\"", "invalid_dimensions", "aspect_ratio", "not both")]
    [InlineData("\"priority\": \"now\"", "invalid_request", "priority", "interactive, background, prefetch")]
    [InlineData("\"image\": \"" + AnId + "\"", "invalid_request", "image", "operation create")]
    [InlineData("\"mask\": \"" + AnId + "\"", "invalid_request", "mask", "operation create")]
    [InlineData("\"strength\": 0.5", "invalid_request", "strength", "operation create")]
    [InlineData("\"extend\": {\"left\": 10}", "invalid_request", "extend", "operation create")]
    [InlineData("\"denoise\": true", "invalid_request", "denoise", "operation create")]
    [InlineData("\"enhance_details\": true", "invalid_request", "enhance_details", "operation create")]
    [InlineData("\"refine_mask\": true", "invalid_request", "refine_mask", "operation create")]
    [InlineData("\"preserve_shadow\": true", "invalid_request", "preserve_shadow", "operation create")]
    [InlineData("\"operation\": \"upscale\"", "invalid_request", "image", "id of one of your images")]
    [InlineData("\"operation\": \"upscale\", \"image\": \"x\"", "invalid_request", "image", "id of one of your images")]
    [InlineData(
        "\"operation\": \"variation\", \"image\": \"" + AnId + "\", \"strength\": 2",
        "invalid_request",
        "strength",
        "0 to 1"
    )]
    [InlineData(
        "\"operation\": \"variation\", \"image\": \"" + AnId + "\", \"strength\": -1e400",
        "invalid_request",
        "strength",
        "0 to 1"
    )]
    [InlineData("\"operation\": \"outpaint\", \"image\": \"" + AnId + "\"", "invalid_request", "extend", "3840")]
    [InlineData(
        "\"operation\": \"outpaint\", \"image\": \"" + AnId + "\", \"extend\": {\"left\": 0}",
        "invalid_request",
        "extend",
        "3840"
    )]
    [InlineData(
        "\"operation\": \"outpaint\", \"image\": \"" + AnId + "\", \"extend\": {\"left\": -1}",
        "invalid_request",
        "extend",
        "3840"
    )]
    [InlineData(
        "\"operation\": \"outpaint\", \"image\": \"" + AnId + "\", \"extend\": {\"top\": 3841}",
        "invalid_request",
        "extend",
        "3840"
    )]
    [InlineData("\"provider_options\": {\"nobody\": {}}", "invalid_request", "provider_options.nobody", "openai")]
    [InlineData(
        "\"provider_options\": {\"local\": {\"a\": \"b\"}}",
        "invalid_request",
        "provider_options.local.a",
        "none"
    )]
    public async Task Create_WrongValue_NamesFieldAndWhatIsAllowed(
        string fields,
        string code,
        string field,
        string word
    )
    {
        var answer = await Refused.PostAsync(server, Refused.Native, Bodies.With(fields));

        Refusal.IsProblem(answer, 400, code, field);
        Assert.Contains(word, answer.TextAt("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operation", "a string")]
    [InlineData("aspect_ratio", "a string")]
    [InlineData("priority", "a string")]
    [InlineData("image", "a string")]
    [InlineData("mask", "a string")]
    [InlineData("strength", "a number")]
    [InlineData("publish_prompt", "true or false")]
    [InlineData("enhance_details", "true or false")]
    [InlineData("denoise", "true or false")]
    [InlineData("refine_mask", "true or false")]
    [InlineData("preserve_shadow", "true or false")]
    [InlineData("extend", "an object")]
    [InlineData("provider_options", "an object")]
    public async Task Create_WrongType_NamesFieldAndType(string field, string type)
    {
        string[] values = ["[]", "[true]", type == "a string" ? "7" : "\"7\"", type == "an object" ? "true" : "{}"];
        foreach (var value in values)
        {
            var answer = await Refused.PostAsync(server, Refused.Native, Bodies.With($"\"{field}\": {value}"));

            Refusal.IsProblem(answer, 400, "invalid_request", field);
            Assert.Contains($"{field} must be {type}", answer.TextAt("detail"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"extend\": {\"left\": \"a\"}", "extend")]
    [InlineData("\"extend\": {\"left\": 1.5}", "extend")]
    [InlineData("\"extend\": {\"left\": 5, \"rigth\": 5}", "extend")]
    [InlineData("\"extend\": {\"left\": 5, \"Right\": 5}", "extend")]
    [InlineData("\"provider_options\": {\"local\": []}", "provider_options")]
    [InlineData("\"provider_options\": {\"local\": {\"a\": 1}}", "provider_options")]
    [InlineData("\"provider_options\": {\"local\": {\"a\": \"\\ud800\"}}", "provider_options")]
    [InlineData("\"provider_options\": {\"local\": null}", "provider_options")]
    [InlineData("\"provider_options\": {\"local\": {\"a\": null}}", "provider_options")]
    public async Task Create_WrongInside_NamesTheField(string fields, string field)
    {
        var answer = await Refused.PostAsync(
            server,
            Refused.Native,
            Bodies.With("\"operation\": \"outpaint\", \"image\": \"" + AnId + "\", " + fields)
        );

        Assert.True(answer.Status == 400, $"{answer.Status}: {answer.Text}");
        Assert.Contains(
            answer.At("errors").EnumerateArray(),
            error => error.GetProperty("field").GetString()!.StartsWith(field, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("upscale")]
    [InlineData("variation")]
    [InlineData("remove_background")]
    public async Task Create_WhatTheNamedModelCannotDo_SaysSo(string operation)
    {
        var caller = await server.AddCallerAsync();
        var made = await caller.PostAsync(Door, """{"prompt": "a hill", "size": "64x64"}""", ("Prefer", "wait=20"));
        var image = made.At("images")[0].GetProperty("id").GetString();

        var answer = await caller.PostAsync(
            Door,
            $$"""{"operation": "{{operation}}", "image": "{{image}}", "model": "local-painter"}"""
        );

        Assert.Equal(400, answer.Status);
        Assert.Contains("local-painter at local cannot do", answer.TextAt("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SomebodyElsesImage_IsNoImageOfTheCaller()
    {
        var owner = await server.AddCallerAsync();
        var made = await owner.PostAsync(Door, """{"prompt": "a hill", "size": "64x64"}""", ("Prefer", "wait=20"));
        var image = made.At("images")[0].GetProperty("id").GetString();
        var other = await server.AddCallerAsync();

        var answer = await other.PostAsync(Door, $$"""{"operation": "variation", "image": "{{image}}"}""");

        Refusal.IsProblem(answer, 400, "invalid_request", "image");
    }

    [Theory]
    [InlineData("cursor=x", "cursor", "next_cursor")]
    [InlineData("cursor=", "cursor", "next_cursor")]
    [InlineData("limit=0", "limit", "1 to 100")]
    [InlineData("limit=101", "limit", "1 to 100")]
    [InlineData("limit=ten", "limit", "1 to 100")]
    [InlineData("limit=", "limit", "1 to 100")]
    [InlineData("limit=1&limit=2", "limit", "1 to 100")]
    [InlineData("limit=99999999999", "limit", "1 to 100")]
    [InlineData("state=done", "state", "post_processing")]
    [InlineData("state=", "state", "post_processing")]
    [InlineData("state=0", "state", "post_processing")]
    public async Task List_WrongParameter_NamesItAndWhatIsAllowed(string query, string field, string word)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync($"{Door}?{query}");

        Refusal.IsProblem(answer, 400, "invalid_request", field);
        Assert.Contains(word, answer.TextAt("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_AllParametersWrong_AreToldAtOnce()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync($"{Door}?cursor=a&limit=b&state=c");

        Refusal.IsProblem(answer, 400, "invalid_request", "cursor", "limit", "state");
    }

    [Theory]
    [InlineData("wait=abc")]
    [InlineData("wait=601")]
    public async Task Get_WrongWait_Is400(string prefer)
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.GetAsync($"{Door}/{AnId}", ("Prefer", prefer));

        Refusal.IsProblem(answer, 400, "invalid_request", "Prefer");
    }
}
