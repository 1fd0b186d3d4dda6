using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>
/// Whatever a free account can get of its pictures carries the mark. Their lower halves are dark, so that anything white
/// there is the mark, however they were cropped.
/// </summary>
public sealed class FreeAccountTests(DarkServer dark) : IClassFixture<DarkServer>
{
    // Far above what encoders make of one dark level.
    private const int White = DarkPainter.Level + 24;

    private static readonly string[] Formats = ["png", "jpeg", "webp", "avif", "auto"];

    private TestServer Server => dark.Server;

    [Theory]
    [InlineData("1024x768", "png")]
    [InlineData("640x480", "jpeg")]
    [InlineData("300x900", "webp")]
    [InlineData("64x48", "png")]
    [Trait("Requirement", "B-44")]
    public async Task Get_EveryAddressOfEveryAnswer_ShowsTheMark(string size, string format)
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var fields = $"\"size\": \"{size}\", \"n\": 2, \"output_format\": \"{format}\"";
        var made = await caller.GenerateAsync(Bodies.With(fields));
        var address = $"/v1/generations/{made.TextAt("id")}";
        var list = await caller.GetAsync("/v1/generations");
        var byUrl = await caller.PostAsync(
            "/v1/images/generations",
            Bodies.With($"\"size\": \"{size}\", \"output_format\": \"{format}\", \"response_format\": \"url\"")
        );

        var urls = new[] { made, await caller.GetAsync(address), list, byUrl }
            .SelectMany(AnswerUrls.Of)
            .Distinct()
            .ToList();

        Assert.Equal(2 * 6 + 1, urls.Select(url => url.Split('?')[0]).Distinct().Count());
        foreach (var url in urls)
        {
            await ShowsTheMarkAsync(url);
        }

        var events = await caller.GetAsync($"{address}/events", ("Last-Event-ID", "0"));
        Assert.DoesNotContain("/v1/images/", events.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Create_PictureItself_AsBytesOrBase64_ShowsTheMark()
    {
        var caller = await Server.AddCallerAsync(tier: "free");

        var bytes = await caller.PostAsync(
            "/v1/images/generations",
            Bodies.With("\"size\": \"320x240\""),
            ("Accept", "image/webp")
        );
        var json = await caller.PostAsync("/v1/images/generations", Bodies.With("\"size\": \"320x240\", \"n\": 2"));

        ShowsTheMark(bytes.Bytes, "bytes");
        Assert.Equal("default-src 'none'; sandbox", bytes.Header("Content-Security-Policy"));
        foreach (var picture in json.At("data").EnumerateArray())
        {
            ShowsTheMark(picture.GetProperty("b64_json").GetBytesFromBase64(), "base64");
        }
    }

    [Theory]
    [InlineData("original")]
    [InlineData("optimized")]
    [Trait("Requirement", "B-44")]
    public async Task Get_OnDemandInEveryFormatFitAndCrop_ShowsTheMark(string variant)
    {
        var (caller, id) = await MakeAsync("600x400");
        string[] sizes =
        [
            "",
            "w=300",
            "h=100",
            "w=64",
            "w=4096&h=4096&fit=contain",
            "w=600&h=100&fit=cover",
            "w=100&h=400&fit=cover",
            "w=40&h=400&fit=cover",
            "w=599&h=400&fit=cover",
            "w=600&h=399&fit=cover",
            "w=16&h=16&fit=cover",
            "w=4000&h=100&fit=cover",
            "w=500&h=500&fit=pad",
            "w=100&h=900&fit=pad",
            "w=333&h=222&fit=contain",
        ];
        foreach (var size in sizes)
        foreach (var format in Formats)
        {
            var path = $"/v1/images/{id}/{variant}?{size}&format={format}&q=60";

            var answer = await caller.GetAsync(path, ("Accept", "image/avif"));

            Assert.True(answer.Status == 200, $"{path}: {answer.Text}");
            ShowsTheMark(answer.Bytes, path);
        }
    }

    [Theory]
    [InlineData("image/avif,image/webp,*/*")]
    [InlineData("image/jpeg")]
    [InlineData("image/png")]
    [InlineData("*/*")]
    public async Task Get_OptimizedInWhateverIsAccepted_ShowsTheMark(string accept)
    {
        var (caller, id) = await MakeAsync("600x400");

        for (var time = 0; time < 2; time++)
        {
            var answer = await caller.GetAsync($"/v1/images/{id}/optimized", ("Accept", accept));

            ShowsTheMark(answer.Bytes, accept);
        }

        ShowsTheMark((await caller.GetAsync($"/v1/images/{id}/optimized?format=avif")).Bytes, "avif");
    }

    [Fact]
    public async Task Get_AddressMadeByTheUrlDoor_ShowsTheMark()
    {
        var (caller, id) = await MakeAsync("600x400");

        foreach (var fit in (string[])["cover", "contain", "pad"])
        {
            var made = await caller.PostAsync(
                $"/v1/images/{id}/urls",
                $$"""{"width": 100, "height": 300, "fit": "{{fit}}", "format": "png"}"""
            );

            await ShowsTheMarkAsync(made.TextAt("url")!);
        }
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("clean.png")]
    [InlineData("Clean")]
    [InlineData("%63lean")]
    [InlineData("clean%20")]
    [InlineData("original%2F..%2Fclean.png")]
    [InlineData("..%2Fclean")]
    [InlineData("..%5Cclean.png")]
    [InlineData("original/../clean.png")]
    [InlineData("source")]
    [InlineData("SOURCE")]
    [InlineData("source-shown")]
    [InlineData("mask")]
    [InlineData("mask-shown")]
    [InlineData("original.png")]
    [InlineData("optimized.avif")]
    [InlineData("files")]
    [Trait("Requirement", "B-44")]
    public async Task Get_GuessedNameOfTheCleanFile_IsNotThereForAnybody(string name)
    {
        var (caller, id) = await MakeAsync("320x240");
        Assert.NotNull(StoredFile.Find(Server, id, "clean.png"));
        var stranger = await Server.AddCallerAsync();
        var signature = (await caller.PostAsync($"/v1/images/{id}/urls", "{}")).TextAt("url")!.Split('?')[1];

        foreach (var somebody in (TestCaller[])[caller, stranger, Server.Owner(), Server.Nobody()])
        foreach (var query in (string[])["", "?w=100", "?format=png", $"?{signature}"])
        {
            var answer = await somebody.GetAsync($"/v1/images/{id}/{name}{query}");

            Assert.True(answer.Status is 400 or 401 or 403 or 404, $"{name}{query}: {answer.Status}");
        }
    }

    [Theory]
    [InlineData("variant=clean")]
    [InlineData("variant=source")]
    [InlineData("base=clean")]
    [InlineData("preset=clean")]
    [InlineData("format=clean")]
    [InlineData("watermark=false")]
    [InlineData("fit=clean")]
    public async Task Get_ParameterThatAsksForIt_IsRefused(string parameter)
    {
        var (caller, id) = await MakeAsync("320x240");

        Refusal.IsOpenAi(
            await caller.GetAsync($"/v1/images/{id}/original?{parameter}"),
            400,
            "invalid_request",
            parameter.Split('=')[0]
        );
    }

    [Fact]
    public async Task Urls_VariantThatIsNoFile_IsRefused()
    {
        var (caller, id) = await MakeAsync("320x240");

        foreach (var name in (string[])["clean", "source", "mask", "../clean"])
        {
            Refusal.IsOpenAi(
                await caller.PostAsync($"/v1/images/{id}/urls", JsonSerializer.Serialize(new { variant = name })),
                400,
                "invalid_request",
                "variant"
            );
        }
    }

    [Fact]
    public async Task Get_ByTheAdminKey_IsNotThereEvenMarked()
    {
        var (_, id) = await MakeAsync("320x240");

        Refusal.IsOpenAi(await Server.Owner().GetAsync($"/v1/images/{id}/original"), 404, "not_found");
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Get_PaidAccountAndOwner_HaveNoMark()
    {
        var paid = await Server.AddCallerAsync(tier: "paid");

        foreach (var caller in (TestCaller[])[paid, Server.Owner()])
        {
            var made = await caller.GenerateAsync(Bodies.With("\"size\": \"320x240\""));
            var image = made.At("images")[0];

            foreach (var url in AnswerUrls.Of(image).Append($"{image.GetProperty("url").GetString()}"))
            {
                var file = await Server.Nobody().GetAsync(url);
                Assert.InRange(ServedPixels.Whitest(ServedPixels.Read(file.Bytes)), 0, White);
            }

            Assert.Null(StoredFile.Find(Server, image.GetProperty("id").GetGuid(), "clean.png"));
        }
    }

    [Theory]
    [InlineData("free", "paid", true)]
    [InlineData("paid", "free", false)]
    [Trait("Requirement", "B-44")]
    public async Task Get_TierChangedAfterAccept_TheMarkIsThatOfTheAccept(string before, string after, bool marked)
    {
        var caller = await Server.AddCallerAsync(tier: before);
        await Server.PauseAsync();
        var address = await caller.StartAsync(Bodies.With("\"size\": \"320x240\""));
        await Server.House.ExecuteAsync(
            "UPDATE accounts SET tier = @after WHERE id = @AccountId",
            new { after, caller.AccountId }
        );
        await Server.ResumeAsync();

        var made = await caller.EndOfAsync(address);

        foreach (var url in AnswerUrls.Of(made))
        {
            var file = await Server.Nobody().GetAsync(url);
            Assert.Equal(marked, ServedPixels.Whitest(ServedPixels.Read(file.Bytes)) > White);
        }
    }

    private async Task<(TestCaller Caller, Guid Id)> MakeAsync(string size)
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var made = await caller.GenerateAsync(Bodies.With($"\"size\": \"{size}\""));
        return (caller, made.At("images")[0].GetProperty("id").GetGuid());
    }

    private async Task ShowsTheMarkAsync(string url)
    {
        var answer = await Server.Nobody().GetAsync(url);
        Assert.True(answer.Status == 200, $"{url}: {answer.Text}");
        ShowsTheMark(answer.Bytes, url);
    }

    private static void ShowsTheMark(byte[] file, string what)
    {
        var whitest = ServedPixels.Whitest(ServedPixels.Read(file));
        Assert.True(whitest > White, $"{what} shows nothing whiter than {whitest}");
    }
}
