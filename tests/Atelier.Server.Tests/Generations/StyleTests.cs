using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

public sealed class StyleTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string, bool> Styles =>
        new()
        {
            { "realistic", true },
            { "illustration", true },
            { "abstract", true },
            { "minimal", true },
            { "photo", true },
            { "lifestyle", false },
            { "hero-shot", false },
            { "artistic", false },
            { "product-photo", false },
            { "product-detail", false },
            { "text-heavy", false },
            { "ghibli", false },
            { "dragonball", false },
            { "pixel", false },
            { "oil", false },
            { "cartoon", false },
        };

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Create_EveryStyle_IsPaintedOrItsNearestDeclared(string style, bool known)
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(Bodies.Small($"\"style\": \"{style}\", \"model\": \"local-painter\""));

        Assert.Equal("complete", made.TextAt("state"));
        var losses = made.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString());
        Assert.Equal(known ? [] : ["style_approximated"], losses);
    }

    [Theory]
    [InlineData("\"style\": \"ghibli\", \"model\": \"local-painter\"", "style_approximated")]
    [InlineData("\"negative_prompt\": \"people\", \"model\": \"local-painter\"", "negative_prompt_dropped")]
    [InlineData("\"model\": \"auto\"", "painter")]
    public async Task Create_StrictAndSomethingWouldBeLost_NamesItAndWritesNothing(string fields, string loss)
    {
        var answer = await Refused.PostAsync(
            server,
            Refused.Native,
            Bodies.Small($"{fields}, \"fallback\": \"strict\"")
        );

        Refusal.IsProblem(answer, 400, "invalid_request", "fallback");
        Assert.Contains(loss, answer.TextAt("detail"), StringComparison.Ordinal);
    }
}
