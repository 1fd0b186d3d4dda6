using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

/// <summary>Fields of a request that go into the prompt, and what is wrong with them.</summary>
public sealed class PromptFieldTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("\"color_scheme\": \"hot\"", "color_scheme")]
    [InlineData("\"color_scheme\": \"Warm\"", "color_scheme")]
    [InlineData("\"lighting\": 3", "lighting")]
    [InlineData("\"lighting\": \"neon\"", "lighting")]
    [InlineData("\"brand_colors\": \"red\"", "brand_colors")]
    [InlineData("\"brand_colors\": [\"red\", null]", "brand_colors")]
    [InlineData("\"brand_colors\": [\"red --v 5\"]", "brand_colors")]
    [InlineData("\"brand_colors\": [\"red <b>\"]", "brand_colors")]
    [InlineData("\"brand_colors\": [\"a red that is much too long to be one\"]", "brand_colors")]
    [InlineData("\"brand_colors\": [\"#12345\"]", "brand_colors")]
    [InlineData(
        "\"brand_colors\": [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]",
        "brand_colors"
    )]
    [InlineData("\"guidance_scale\": 0.5", "guidance_scale")]
    [InlineData("\"guidance_scale\": 20.1", "guidance_scale")]
    [InlineData("\"guidance_scale\": \"7\"", "guidance_scale")]
    public async Task Create_WrongField_IsNamed(string fields, string field)
    {
        var answer = await Refused.PostAsync(server, Refused.Native, Bodies.Small(fields));

        Refusal.IsProblem(answer, 400, "invalid_request", field);
    }

    [Theory]
    [InlineData("color_scheme", "\"warm\"")]
    [InlineData("lighting", "\"soft\"")]
    [InlineData("brand_colors", "[\"red\"]")]
    [InlineData("guidance_scale", "7")]
    public async Task Upscale_WithAFieldOfPictures_IsRefused(string field, string value)
    {
        var body = $$"""{"operation": "upscale", "image": "{{Guid.CreateVersion7()}}", "{{field}}": {{value}}}""";

        var answer = await Refused.PostAsync(server, Refused.Native, body);

        Refusal.IsProblem(answer, 400, "invalid_request", field);
    }

    [Fact]
    public async Task Create_ByThePainter_DeclaresWhatItDoesNotKnow()
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(
            Bodies.Small(
                """
                "model": "local-painter", "color_scheme": "warm", "lighting": "soft",
                "brand_colors": ["navy blue", "#ff8800", "rgb(1, 2, 3)"], "guidance_scale": 7.5
                """
            )
        );

        var losses = made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString());
        Assert.Equal(["guidance_scale_dropped", "context_ignored"], losses);
    }

    [Fact]
    [Trait("Requirement", "A-29")]
    [Trait("Requirement", "B-63")]
    public async Task Create_FlagsAndMarkup_AreTakenOutAndDeclared()
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(
            """{"prompt": "a <b>lake</b> --seed 99 --v 5", "model": "local-painter", "size": "64x48"}"""
        );

        var losses = made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString());
        Assert.Equal(["prompt_markup_removed", "prompt_flags_removed"], losses);
    }

    [Fact]
    public async Task Create_NothingButFlags_IsAnInvalidPrompt()
    {
        var answer = await Refused.PostAsync(
            server,
            Refused.Native,
            """{"prompt": "--seed 99 --v 5", "model": "local-painter", "size": "64x48"}"""
        );

        Refusal.IsProblem(answer, 400, "invalid_prompt", "prompt");
    }
}
