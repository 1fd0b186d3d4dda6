using System.Globalization;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Generations;

public sealed class GenerationTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/generations";

    [Fact]
    [Trait("Requirement", "C-61")]
    public async Task Create_PictureIsMade_AnswerHoldsAPlaceholder()
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(Bodies.Small());

        var image = made.At("images")[0];
        var placeholder = image.GetProperty("placeholder");
        Assert.InRange(placeholder.GetProperty("thumbhash").GetBytesFromBase64().Length, 5, 30);
        Assert.Equal(
            image.GetProperty("urls").GetProperty("placeholder").GetString(),
            placeholder.GetProperty("url").GetString()
        );
        var blur = await server.Nobody().GetAsync(placeholder.GetProperty("url").GetString()!);
        Assert.Equal(new PictureFile("webp", 20, 15), PictureFile.Read(blur.Bytes));
    }

    [Fact]
    public async Task Create_WithoutPreference_Is202WithItsAddress()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small());

        Assert.Equal(202, answer.Status);
        Assert.Equal($"{Door}/{answer.TextAt("id")}", answer.Header("Location"));
        Assert.Null(answer.Header("Preference-Applied"));
        Assert.Equal(Bodies.Prompt, answer.TextAt("prompt"));
        var ended = await caller.GetAsync(answer.Header("Location")!, ("Prefer", "wait=60"));
        Assert.Equal("complete", ended.TextAt("state"));
        Assert.Equal(200, ended.Status);
    }

    [Fact]
    public async Task Create_PreferWait_IsCompleteWithPictures()
    {
        var caller = await server.AddCallerAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small("\"n\": 2, \"seed\": 5"), ("Prefer", "wait=60"));

        Assert.Equal(200, answer.Status);
        Assert.Equal("wait=60", answer.Header("Preference-Applied"));
        Assert.Equal("complete", answer.TextAt("state"));
        Assert.Equal(100, answer.At("progress").GetInt32());
        Assert.Equal(5, answer.At("seed").GetInt64());
        Assert.Equal(1m, answer.At("price.settled").GetDecimal());
        Assert.False(answer.At("partial").GetBoolean());
        var images = answer.At("images").EnumerateArray().ToList();
        Assert.Equal([0, 1], images.Select(image => image.GetProperty("index").GetInt32()));
        Assert.All(images, image => Assert.Equal(64, image.GetProperty("width").GetInt32()));
        Assert.Equal([5L, 6L], images.Select(image => image.GetProperty("seed").GetInt64()));
        foreach (var image in images)
        {
            var picture = await server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
            Assert.Equal("64x48", PictureFile.Read(picture.Bytes).Size);
            Assert.Equal(image.GetProperty("bytes").GetInt64(), picture.Bytes.Length);
        }
    }

    [Theory]
    [InlineData("wait=0")]
    [InlineData("respond-async")]
    [InlineData("handling=lenient")]
    public async Task Create_NoTimeToWait_Is202(string prefer)
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var answer = await caller.PostAsync(Door, Bodies.Small(), ("Prefer", prefer));

        await server.ResumeAsync();
        Assert.Equal(202, answer.Status);
        Assert.Equal("queued", answer.TextAt("state"));
    }

    [Theory]
    [InlineData("16:9", "draft", "896x504")]
    [InlineData("4:3", "draft", "768x576")]
    [InlineData("1:1", "draft", "512x512")]
    [InlineData("9:16", "draft", "504x896")]
    [InlineData("16:9", "standard", "1792x1008")]
    [InlineData("4:3", "standard", "1536x1152")]
    [InlineData("1:1", "standard", "1024x1024")]
    [InlineData("9:16", "standard", "1008x1792")]
    public Task Create_RatioAndQuality_GiveThosePixels(string ratio, string quality, string size) =>
        DeliversAsync(ratio, quality, size);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("16:9", "high", "2560x1440")]
    [InlineData("4:3", "high", "2048x1536")]
    [InlineData("1:1", "high", "1536x1536")]
    [InlineData("9:16", "high", "1440x2560")]
    [InlineData("16:9", "ultra", "3840x2160")]
    [InlineData("4:3", "ultra", "3072x2304")]
    [InlineData("1:1", "ultra", "2048x2048")]
    [InlineData("9:16", "ultra", "2160x3840")]
    public Task Create_RatioAndHighQuality_GiveThosePixels(string ratio, string quality, string size) =>
        DeliversAsync(ratio, quality, size);

    [Fact]
    public async Task Create_WithoutSize_IsAStandardSquare()
    {
        var caller = await server.AddCallerAsync();
        await server.PauseAsync();

        var answer = await caller.PostAsync(Door, $$"""{"prompt": "{{Bodies.Prompt}}"}""");

        await caller.DeleteAsync(answer.Header("Location")!);
        await server.ResumeAsync();
        Assert.Equal("1024x1024", answer.TextAt("size"));
        Assert.Equal("standard", answer.TextAt("quality"));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/events")]
    public async Task Generation_OfAnotherAccount_LooksLikeAnUnknownOne(string method, string tail)
    {
        var owner = await server.AddCallerAsync();
        var foreign = (await owner.GenerateAsync(Bodies.Small())).TextAt("id")!;
        var caller = await server.AddCallerAsync();

        var theirs = await caller.SendAsync(new HttpMethod(method), $"{Door}/{foreign}{tail}", null);
        var unknown = await caller.SendAsync(new HttpMethod(method), $"{Door}/{Guid.CreateVersion7()}{tail}", null);

        Refusal.IsProblem(theirs, 404, "not_found");
        Assert.Equal(WithoutId(unknown), WithoutId(theirs));
        Assert.Equal("complete", (await owner.GetAsync($"{Door}/{foreign}")).TextAt("state"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0")]
    [InlineData("..%2Fsecret")]
    [InlineData("00000000-0000-0000-0000-00000000000")]
    public async Task Generation_IdThatIsNone_Is404(string id)
    {
        var caller = await server.AddCallerAsync();

        Refusal.IsProblem(await caller.GetAsync($"{Door}/{id}"), 404, "not_found");
        Refusal.IsProblem(await caller.DeleteAsync($"{Door}/{id}"), 404, "not_found");
        Refusal.IsProblem(await caller.GetAsync($"{Door}/{id}/events"), 404, "not_found");
    }

    private static string WithoutId(Answer answer) =>
        answer.Text.Replace(answer.TextAt("request_id")!, "", StringComparison.Ordinal);

    private async Task DeliversAsync(string ratio, string quality, string size)
    {
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(
            Bodies.With($"\"aspect_ratio\": \"{ratio}\", \"quality\": \"{quality}\", \"output_format\": \"jpeg\"")
        );

        Assert.Equal(size, made.TextAt("size"));
        var image = made.At("images")[0];
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{image.GetProperty("width").GetInt32()}x{image.GetProperty("height").GetInt32()}"
        );
        Assert.Equal(size, told);
        var picture = await caller.GetAsync(image.GetProperty("url").GetString()!);
        Assert.Equal(size, PictureFile.Read(picture.Bytes).Size);
    }
}
