using Atelier.Server.Tests.Presentations;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>
/// Whatever the presentation doors give a free account carries the mark. Lower halves of pictures are dark here, so that anything
/// white there is the mark.
/// </summary>
public sealed class FreeDeckTests(DarkServer dark) : IClassFixture<DarkServer>
{
    private const int White = DarkPainter.Level + 24;

    private static readonly string[] Formats = ["png", "jpeg", "webp", "avif", "auto"];

    [Theory]
    [InlineData(DeckDoor.Generate)]
    [InlineData(DeckDoor.Regenerate)]
    [InlineData(DeckDoor.Upscale)]
    [InlineData(DeckDoor.Edit)]
    [InlineData(DeckDoor.Cut)]
    [Trait("Requirement", "B-44")]
    public async Task Post_EveryAddressOfTheAnswer_ShowsTheMark(string door)
    {
        var caller = await dark.Server.AddCallerAsync(tier: "free");
        var first = await DeckDoor.MakeAsync(caller, DeckBody.Generate());
        var source = DeckDoor.ImageOf(first);
        var body = door switch
        {
            DeckDoor.Generate => DeckBody.Generate().With("prompt", "\"a dark lake\""),
            DeckDoor.Regenerate => DeckBody
                .Placed($"\"generationId\": \"{first.TextAt("data.generationId")}\"")
                .With("options.newSeed", "true"),
            DeckDoor.Upscale => DeckBody.Placed($"\"imageId\": \"{source}\", \"targetQuality\": \"standard\""),
            DeckDoor.Edit => DeckBody
                .Placed($"\"imageId\": \"{source}\"")
                .With("edit", """{"type": "outpaint", "extend": {"bottom": 64}}"""),
            _ => DeckBody.Placed($"\"imageId\": \"{source}\""),
        };

        var answer = await DeckDoor.MakeAsync(caller, body, door);

        var made = DeckDoor.ImageOf(answer);
        var named = AnswerUrls.Of(answer).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, url => Assert.Contains(made, url, StringComparison.Ordinal));
        var native = await caller.GetAsync($"/v1/generations/{answer.TextAt("data.generationId")}");
        var others = Formats.SelectMany(format =>
            new[] { "", "w=300&", "w=200&h=80&fit=cover&" }.Select(size =>
                $"/v1/images/{made}/original?{size}format={format}"
            )
        );
        foreach (var url in named.Concat(AnswerUrls.Of(native)).Distinct())
        {
            await ShowsTheMarkAsync(dark.Server.Nobody(), url);
        }

        foreach (var url in others)
        {
            await ShowsTheMarkAsync(caller, url);
        }
    }

    private static async Task ShowsTheMarkAsync(TestCaller caller, string url)
    {
        var answer = await caller.GetAsync(url, ("Accept", "image/webp"));
        Assert.True(answer.Status == 200, $"{url}: {answer.Text}");
        var whitest = ServedPixels.Whitest(ServedPixels.Read(answer.Bytes));
        Assert.True(whitest > White, $"{url} shows nothing whiter than {whitest}");
    }
}
