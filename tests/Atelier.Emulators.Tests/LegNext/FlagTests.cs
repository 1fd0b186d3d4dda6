using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.LegNext;

public sealed class FlagTests(SharedBench shared) : IClassFixture<SharedBench>
{
    [Theory]
    [InlineData(
        "fox --v 7 --ar 16:9 --s 1000 --c 100 --weird 3000 --q 0.25 --seed 4294967295 --no hats, scarves --raw"
    )]
    [InlineData("fox --stylize 0 --chaos 0 --version 6.1 --style raw --fast")]
    [InlineData("fox --niji 6 --turbo")]
    [InlineData("fox --v 7 --draft")]
    [InlineData(
        "https://x.test/a.png https://x.test/b.png a fox --iw 1.5 --sref https://x.test/c.png --cref https://x.test/d.png"
    )]
    public async Task Text_KnownFlags_IsTaken(string text)
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text });

        Assert.Equal(200, answer.Status);
        Assert.Empty(bench.LegNext.Violations);
    }

    [Theory]
    [InlineData("fox --v 5")]
    [InlineData("fox --v")]
    [InlineData("fox --niji 5")]
    [InlineData("fox --v 7 --niji 6")]
    [InlineData("fox --ar 16:9.5")]
    [InlineData("fox --ar 16x9")]
    [InlineData("fox --ar 0:1")]
    [InlineData("fox --s 1001")]
    [InlineData("fox --c 101")]
    [InlineData("fox --weird 3001")]
    [InlineData("fox --q 2")]
    [InlineData("fox --seed 4294967296")]
    [InlineData("fox --seed -1")]
    [InlineData("fox --no")]
    [InlineData("fox --v 6.1 --draft")]
    [InlineData("fox --fast --turbo")]
    [InlineData("fox --relax")]
    [InlineData("fox --style cute")]
    [InlineData("fox --iw 4")]
    [InlineData("fox --seed 1 --seed 2")]
    [InlineData("fox --s 1 --stylize 2")]
    [InlineData("fox --draft in the snow")]
    [InlineData("--v 7")]
    [InlineData("a fox https://x.test/a.png")]
    public async Task Text_WrongFlags_IsRefusedAndNoted(string text)
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text });

        Assert.Equal(400, answer.Status);
        Assert.Equal("text", Assert.Single(bench.LegNext.Violations).Field);
    }

    [Theory]
    [InlineData("cat --turbo", 240)]
    [InlineData("cat", 120)]
    public async Task RemixPrompt_Flags_SetThePrice(string remixPrompt, long points)
    {
        var bench = shared.Fresh();
        var parent = await bench.CreateJobAsync("diffusion", new { text = "fox --ar 1:2" });

        await bench.CreateJobAsync(
            "variation",
            new
            {
                jobId = parent,
                imageNo = 0,
                type = 0,
                remixPrompt,
            }
        );

        Assert.Equal(points, bench.LegNext.Bill.Items[1].Units);
    }
}
