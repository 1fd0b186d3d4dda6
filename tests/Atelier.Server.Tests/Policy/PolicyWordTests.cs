using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Policy;

/// <summary>The lists of words before anything is made: what is prohibited, what a person must look at, and in which texts.</summary>
public sealed class PolicyWordTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Native = "/v1/generations";
    private const string OpenAi = "/v1/images/generations";

    [Theory]
    [Trait("Requirement", "C-52")]
    [InlineData(Native)]
    [InlineData(OpenAi)]
    public async Task Post_ProhibitedWords_AreBlockedFoldedAndOnTheirLimits(string door)
    {
        var caller = await server.AddCallerAsync(credits: 5);

        foreach (var prompt in new[] { "a NUDE woman", "a \uff4e\uff55\uff44\uff45 woman", "a n\u00fcde woman" })
        {
            Refusal.IsOf(door, await PostAsync(caller, door, prompt), 422, "content_policy");
        }

        // The same letters inside of other words are words of their own.
        Assert.Equal(202, (await PostAsync(caller, door, "a street in Essex")).Status);
    }

    [Theory]
    [Trait("Requirement", "C-52")]
    [InlineData("inpaint", "\"mask\": \"{0}\", \"prompt\": \"a nude child\"")]
    [InlineData("outpaint", "\"extend\": {{\"left\": 64}}, \"prompt\": \"a nude child\"")]
    [InlineData("variation", "\"prompt\": \"a nude child\"")]
    [InlineData("create", "\"prompt\": \"a child\", \"negative_prompt\": \"a nude child lying on a bed\"")]
    public async Task Post_AnyTextOfARequest_IsChecked(string operation, string fields)
    {
        var caller = await server.AddCallerAsync(credits: 5);
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0].GetProperty("id").GetString();
        var before = await HouseState.ReadAsync(server.House);
        var source = operation == "create" ? "" : $"\"image\": \"{image}\", ";
        var texts = string.Format(System.Globalization.CultureInfo.InvariantCulture, fields, image);

        var answer = await caller.PostAsync(Native, $$"""{"operation": "{{operation}}", {{source}}{{texts}}}""");

        Refusal.IsProblem(answer, 422, "content_policy");
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    [Trait("Requirement", "C-52")]
    public async Task Post_FlaggedWords_WaitForAPersonBeforeAnythingIsMade()
    {
        var caller = await server.AddCallerAsync(credits: 5);

        var answer = await PostAsync(caller, Native, "a thirst trap");

        Assert.Equal((202, "review"), (answer.Status, answer.TextAt("state")));
        var waiting = (await server.Owner().GetAsync("/admin/api/reviews")).At("data").EnumerateArray().ToList();
        var review = Assert.Single(waiting, one => one.GetProperty("generation_id").GetString() == answer.TextAt("id"));
        Assert.Equal("before", review.GetProperty("phase").GetString());
        await server.Owner().PostAsync($"/admin/api/reviews/{review.GetProperty("id").GetString()}/refuse", "");
        Assert.Equal("failed", (await caller.GetAsync($"{Native}/{answer.TextAt("id")}")).TextAt("state"));
        Assert.Equal(5_000, await caller.BalanceAsync());
    }

    private static Task<Answer> PostAsync(TestCaller caller, string door, string prompt) =>
        caller.PostAsync(
            door,
            $$"""{"prompt": {{JsonSerializer.Serialize(prompt)}}, "size": "64x48"}""",
            ("Prefer", "respond-async")
        );
}
