using System.Text.Json.Nodes;

namespace Atelier.Providers.Tests.OpenAi.Shapes;

/// <summary>The shapes refuse what OpenAI would, so that what fits them says something.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("generation", "")]
    [InlineData("generation", "\"n\": 10, \"size\": \"2048x1152\", \"quality\": \"max\", \"output_format\": \"webp\"")]
    [InlineData("edit", "\"image[]\": [{ \"type\": \"image/png\", \"length\": 7 }]")]
    public void ProblemsOf_WhatIsTaken_AreNone(string definition, string members) =>
        Assert.Empty(ImageShapes.ProblemsOf(definition, Body(members)));

    [Theory]
    [InlineData("generation", "\"seed\": 7")]
    [InlineData("generation", "\"response_format\": \"b64_json\"")]
    [InlineData("generation", "\"n\": 11")]
    [InlineData("generation", "\"n\": \"1\"")]
    [InlineData("generation", "\"size\": \"1024\"")]
    [InlineData("generation", "\"quality\": \"hd\"")]
    [InlineData("generation", "\"output_format\": \"gif\"")]
    [InlineData("generation", "\"partial_images\": 2")]
    [InlineData("generation", "\"background\": \"transparent\", \"output_format\": \"jpeg\"")]
    [InlineData("generation", "\"output_format\": \"png\", \"output_compression\": 80")]
    [InlineData("generation", "\"image[]\": []")]
    [InlineData("edit", "\"n\": 1")]
    [InlineData("edit", "\"image\": [{ \"type\": \"image/png\", \"length\": 7 }], \"input_fidelity\": \"high\"")]
    [InlineData("edit", "\"image\": [{ \"type\": \"image/gif\", \"length\": 7 }]")]
    [InlineData("edit", "\"image\": [{ \"type\": \"image/png\", \"length\": 50000000 }]")]
    public void ProblemsOf_WhatIsNot_AreTold(string definition, string members) =>
        Assert.NotEmpty(ImageShapes.ProblemsOf(definition, Body(members)));

    [Theory]
    [InlineData("""{"model":"gpt-image-2.5-flare"}""")]
    [InlineData("""{"prompt":"a red fox"}""")]
    [InlineData("""{"model":"dall-e-3","prompt":"a red fox"}""")]
    [InlineData("""{"model":"gpt-image-1.5","prompt":"a red fox","quality":"max"}""")]
    [InlineData("""{"model":"gpt-image-1.5","prompt":"a red fox","size":"2048x1152"}""")]
    public void ProblemsOf_AnotherModel_AreThoseOfTheModel(string body) =>
        Assert.NotEmpty(ImageShapes.ProblemsOf("generation", JsonNode.Parse(body)));

    private static JsonNode? Body(string members) =>
        JsonNode.Parse(
            $$"""{"model":"gpt-image-2.5-flare","prompt":"a red fox"{{(members.Length > 0 ? "," : "")}}{{members}}}"""
        );
}
