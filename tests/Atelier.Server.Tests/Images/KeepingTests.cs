using Atelier.Engine.Finishing;
using Atelier.Engine.Sweeping;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Images;

/// <summary>How long pictures are to be had by their doors, and where.</summary>
public sealed class KeepingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "C-63")]
    public async Task Get_SweptOriginal_Is410AndItsThumbnailIsNot()
    {
        await using var server = await StartAsync(new TestServer());
        var caller = await server.AddCallerAsync();
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];
        var path = $"/v1/images/{image.GetProperty("id").GetGuid()}";
        await server.House.MoveClockAsync(TimeSpan.FromDays(31));

        await server.Services.GetRequiredService<RetentionSweeper>().RunOnceAsync(Cancel);

        Refusal.IsOpenAi(await caller.GetAsync($"{path}/original"), 410, "gone");
        Refusal.IsOpenAi(await caller.GetAsync($"{path}/original?w=8"), 410, "gone");
        Assert.Equal(200, (await caller.GetAsync($"{path}/thumb-256")).Status);
        Assert.Equal(410, (await caller.PostAsync($"{path}/urls", """{"variant": "original"}""")).Status);
        Assert.Equal(200, (await caller.PostAsync($"{path}/urls", """{"variant": "thumb-256"}""")).Status);
    }

    [Fact]
    [Trait("Requirement", "C-59")]
    public async Task Get_ContentNetwork_IsInTheAddressAndLeavesTheSignatureValid()
    {
        await using var server = await StartAsync(
            new TestServer { Adjust = settings => settings with { CdnUrl = new Uri("https://cdn.example.com/pics") } }
        );
        var caller = await server.AddCallerAsync();

        var made = await caller.GenerateAsync(Bodies.Small());

        var url = made.At("images")[0].GetProperty("url").GetString()!;
        Assert.StartsWith("https://cdn.example.com/pics/v1/images/", url, StringComparison.Ordinal);
        // As the network asks for it, whose prefix is its own.
        var answer = await server.Nobody().GetAsync(new Uri(url).PathAndQuery["/pics".Length..]);
        Assert.Equal(200, answer.Status);
        Assert.Contains("public", answer.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("s-maxage=3600", answer.Header("Cache-Control"), StringComparison.Ordinal);
        var byKey = await caller.GetAsync(new Uri(url).AbsolutePath["/pics".Length..]);
        Assert.Contains("private", byKey.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "C-62")]
    public async Task Get_ThumbnailsSwitchedOff_AreMadeWhenTheyAreAskedFor()
    {
        await using var server = await StartAsync(
            new TestServer
            {
                Replace = services => services.Configure<ImageOptions>(images => images.GenerateThumbnails = false),
            }
        );
        var caller = await server.AddCallerAsync();

        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];

        Assert.DoesNotContain(
            Directory.EnumerateFiles(server.DataFolder, "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file).StartsWith("thumb", StringComparison.Ordinal)
        );
        var thumb = await server.Nobody().GetAsync(image.GetProperty("thumbnail_url").GetString()!);
        Assert.Equal((200, "image/webp"), (thumb.Status, thumb.Header("Content-Type")));
    }

    private static async Task<TestServer> StartAsync(TestServer server)
    {
        await server.InitializeAsync();
        return server;
    }
}
