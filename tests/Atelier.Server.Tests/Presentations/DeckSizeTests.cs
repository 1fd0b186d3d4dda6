using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>All sixteen sizes of the table, made and measured.</summary>
public sealed class DeckSizeTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("16:9", "896x504", "1792x1008", "2560x1440", "3840x2160")]
    [InlineData("4:3", "768x576", "1536x1152", "2048x1536", "3072x2304")]
    [InlineData("1:1", "512x512", "1024x1024", "1536x1536", "2048x2048")]
    [InlineData("9:16", "504x896", "1008x1792", "1440x2560", "2160x3840")]
    [Trait("Requirement", "C-24")]
    public async Task Generate_EachRatio_MakesTheSizesOfTheTable(string ratio, params string[] sizes)
    {
        var caller = await server.AddCallerAsync();

        var answers = await Task.WhenAll(
            new[] { "draft", "standard", "high", "ultra" }.Select(quality =>
                DeckDoor.MakeAsync(
                    caller,
                    DeckBody
                        .Generate()
                        .With("config.aspectRatio", $"\"{ratio}\"")
                        .With("config.quality", $"\"{quality}\"")
                        .With("options.provider", "\"local\"")
                        // The style with the least to paint.
                        .With("config.style", "\"minimal\"")
                )
            )
        );

        foreach (var (size, answer) in sizes.Zip(answers))
        {
            var image = Assert.Single(answer.At("data.images").EnumerateArray());
            var file = await server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
            Assert.Equal(size, PictureFile.Read(file.Bytes).Size);
            Assert.Equal(size, $"{image.GetProperty("width")}x{image.GetProperty("height")}");
            Assert.Equal(
                size,
                $"{answer.At("data.metadata.dimensions.width")}x{answer.At("data.metadata.dimensions.height")}"
            );
            Assert.Equal(ratio, answer.TextAt("data.metadata.aspectRatio"));
        }
    }
}
