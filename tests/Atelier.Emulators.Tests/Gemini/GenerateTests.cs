using System.Text;
using Atelier.Emulators.Hosting;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Gemini;

public sealed class GenerateTests(SharedBench shared) : IClassFixture<SharedBench>
{
    private const string Banana = "gemini-nano-banana-2.1";
    private const string Pro = "gemini-3-pro-image";
    private const string Words = "\"contents\":[{\"parts\":[{\"text\":\"a fox\"}]}]";

    [Fact]
    public async Task Generate_ThisBody_AnswersWithADraftAndAPictureAndBillsAll()
    {
        var (wire, answer) = await PostAsync(
            Banana,
            Config(
                """{"responseModalities":["IMAGE"],"imageConfig":{"aspectRatio":"16:9","imageSize":"2K"},"seed":1}"""
            )
        );

        Assert.Equal(200, answer.Status);
        Assert.Empty(wire.Violations);
        var parts = answer.Json["candidates"]![0]!["content"]!["parts"]!.AsArray();
        Assert.Equal([true, true, false], parts.Select(part => part!["thought"] is not null));
        var file = Convert.FromBase64String((string)parts[2]!["inlineData"]!["data"]!);
        Assert.Equal(Pixels.Hash(file), wire.Pictures.Single(picture => picture.Part == "0").Sha256);
        Assert.Equal((2 * 1_500) + (1680 * 30_000) + (172 * 7_500), wire.Bill.NanoDollars);
    }

    [Theory]
    [InlineData(Banana, "{}")]
    [InlineData(Banana, """{"contents":[]}""")]
    [InlineData(Banana, """{"contents":[{"parts":[]}]}""")]
    [InlineData(
        Banana,
        """{"contents":[{"parts":[{"text":"x","inlineData":{"mimeType":"image/png","data":"AA=="}}]}]}"""
    )]
    [InlineData(
        Banana,
        """{"contents":[{"parts":[{"text":"x"},{"inlineData":{"mimeType":"image/png","data":"AQID"}}]}]}"""
    )]
    [InlineData(
        Banana,
        """{"contents":[{"parts":[{"text":"x"},{"inline_data":{"mime_type":"image/png","data":"AQID"}}]}]}"""
    )]
    [InlineData(Banana, """{"contents":[{"role":"model","parts":[{"text":"x"}]}]}""")]
    [InlineData(Banana, """{"contents":[{"parts":[{"text":7}]}]}""")]
    public Task Generate_BrokenContents_IsAViolation(string model, string body) => AssertBreaksAsync(model, body);

    [Theory]
    [InlineData(Banana, """{"candidateCount":2}""")]
    [InlineData(Banana, """{"responseModalities":["TEXT"]}""")]
    [InlineData(Banana, """{"responseModalities":["image"]}""")]
    [InlineData(Banana, """{"imageConfig":{"aspectRatio":"5:3"}}""")]
    [InlineData(Banana, """{"imageConfig":{"imageSize":"512"}}""")]
    [InlineData(Banana, """{"imageConfig":{"imageSize":"2k"}}""")]
    [InlineData(Banana, """{"imageConfig":{"outputMimeType":"image/jpeg"}}""")]
    [InlineData(Banana, """{"seed":4294967294}""")]
    [InlineData(Banana, """{"seed":"7"}""")]
    [InlineData(Banana, """{"thinkingConfig":{"thinkingLevel":"LOW"}}""")]
    [InlineData(Pro, """{"imageConfig":{"aspectRatio":"1:8"}}""")]
    [InlineData(Pro, """{"thinkingConfig":{"thinkingLevel":"HIGH"}}""")]
    public Task Generate_BrokenConfig_IsAViolation(string model, string config) =>
        AssertBreaksAsync(model, Config(config));

    [Fact]
    public async Task Generate_ModelThatIsGone_Is404AndNoViolation()
    {
        var (wire, answer) = await PostAsync("gemini-2.5-flash-image", Config("{}"));

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, (string)answer.Json["error"]!["status"]!));
        Assert.Empty(wire.Violations);
        Assert.Empty(wire.Bill.Items);
    }

    [Fact]
    public async Task Generate_BadWord_IsRefusedWithStatus200AndItsWordsAreBilled()
    {
        var (wire, answer) = await PostAsync(Banana, """{"contents":[{"parts":[{"text":"a bomb"}]}]}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal("PROHIBITED_CONTENT", (string)answer.Json["promptFeedback"]!["blockReason"]!);
        Assert.Equal(2 * 1_500, wire.Bill.NanoDollars);
        Assert.Empty(wire.Pictures);
    }

    [Fact]
    public async Task Generate_NoKey_IsGooglesOwn400()
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync($"/gemini/v1beta/models/{Banana}:generateContent", Config("{}"));

        Assert.Equal(400, answer.Status);
        Assert.Equal("API_KEY_INVALID", (string)answer.Json["error"]!["details"]![0]!["reason"]!);
        Assert.Empty(bench.Emulator.Wire("gemini").Bill.Items);
    }

    private async Task AssertBreaksAsync(string model, string body)
    {
        var (wire, answer) = await PostAsync(model, body);

        Assert.Equal((400, "INVALID_ARGUMENT"), (answer.Status, (string)answer.Json["error"]!["status"]!));
        Assert.NotEmpty(wire.Violations);
        Assert.Empty(wire.Bill.Items);
    }

    private static string Config(string config) => $"{{{Words},\"generationConfig\":{config}}}";

    private async Task<(EmulatedWire Wire, Answer Answer)> PostAsync(string model, string body)
    {
        var bench = shared.Fresh();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        content.Headers.Add("x-goog-api-key", "goog-test");
        var path = $"/gemini/v1beta/models/{model}:generateContent";
        return (bench.Emulator.Wire("gemini"), await bench.SendAsync(HttpMethod.Post, path, content));
    }
}
