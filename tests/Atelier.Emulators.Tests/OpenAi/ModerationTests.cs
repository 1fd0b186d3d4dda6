using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.OpenAi;

public sealed class ModerationTests(SharedBench shared) : IClassFixture<SharedBench>
{
    private const string Path = "/openai/v1/moderations";

    [Fact]
    public async Task Moderate_TextAndPicture_GivesOneResultWithAllCategories()
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync(
            Path,
            """
            {"model":"omni-moderation-latest","input":[{"type":"text","text":"a bomb"},
             {"type":"image_url","image_url":{"url":"https://x.test/a.png"}}]}
            """
        );

        Assert.Equal(200, answer.Status);
        Assert.Equal(["id", "model", "results"], answer.Json.Select(member => member.Key));
        var result = Assert.Single(answer.Json["results"]!.AsArray())!.AsObject();
        Assert.Equal(
            ["flagged", "categories", "category_scores", "category_applied_input_types"],
            result.Select(member => member.Key)
        );
        Assert.True((bool)result["flagged"]!);
        Assert.Equal(13, result["categories"]!.AsObject().Count);
        Assert.True((bool)result["categories"]!["illicit/violent"]!);
        Assert.False((bool)result["categories"]!["violence"]!);
        Assert.InRange((double)result["category_scores"]!["illicit/violent"]!, 0.5, 1);
        Assert.Equal(
            ["text", "image"],
            result["category_applied_input_types"]!["sexual"]!.AsArray().Select(type => (string)type!)
        );
        Assert.Equal(
            ["text"],
            result["category_applied_input_types"]!["sexual/minors"]!.AsArray().Select(type => (string)type!)
        );
        Assert.Empty(bench.OpenAi.Violations);
        Assert.Empty(bench.OpenAi.Bill.Items);
    }

    [Fact]
    public async Task Moderate_Strings_GivesOneResultEach()
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync(Path, """{"input":["a fox","some porn"]}""");

        Assert.Equal([false, true], answer.Json["results"]!.AsArray().Select(result => (bool)result!["flagged"]!));
    }

    [Theory]
    [InlineData("input", """{}""")]
    [InlineData("input", """{"input":7}""")]
    [InlineData("input", """{"input":[]}""")]
    [InlineData("input[0]", """{"input":[7]}""")]
    [InlineData("input[0].type", """{"input":[{"type":"video"}]}""")]
    [InlineData("input[0].text", """{"input":[{"type":"text"}]}""")]
    [InlineData("input[0].image_url", """{"input":[{"type":"image_url"}]}""")]
    [InlineData("input[0].image_url.url", """{"input":[{"type":"image_url","image_url":{"url":"x"}}]}""")]
    [InlineData(
        "input",
        """{"model":"text-moderation-latest","input":[{"type":"image_url","image_url":{"url":"https://x.test/a"}}]}"""
    )]
    [InlineData("model", """{"model":"omni","input":"x"}""")]
    [InlineData("n", """{"input":"x","n":1}""")]
    public async Task Moderate_WrongBody_IsRefusedAndNoted(string field, string body)
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync(Path, body);

        Assert.Equal(400, answer.Status);
        Assert.Contains(bench.OpenAi.Violations, violation => violation.Field == field);
    }
}
