using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

/// <summary>The five styles at the photo door of a service that has no key of any provider.</summary>
public sealed class PhotoLocalTests(OpenUploads open) : IClassFixture<OpenUploads>
{
    private TestServer Server => open.Server;

    [Theory]
    [InlineData("pixel")]
    [InlineData("oil")]
    [InlineData("cartoon")]
    [InlineData("ghibli", "style_approximated")]
    [InlineData("dragonball", "style_approximated")]
    [Trait("Requirement", "B-18")]
    [Trait("Requirement", "B-22")]
    public async Task Generate_WithoutAnyKey_RestylesThePhotoAndDeclaresWhatItIs(string style, params string[] losses)
    {
        var caller = await Server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);

        var started = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, $"\"style\": \"{style}\", \"outputFormat\": \"png\"")
        );
        Assert.True(started.Status == 202, started.Text);
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        Assert.Equal(("local", style), (ended.TextAt("provider"), ended.TextAt("style")));
        Assert.Equal(0, ended.At("cost").GetDecimal());
        foreach (var answer in new[] { started, ended })
        {
            Assert.Equal(
                ["painter", .. losses],
                answer.At("degradations").EnumerateArray().Select(loss => loss.GetProperty("code").GetString())
            );
        }

        var before = await PixelsAsync(caller, session, "input");
        var after = await PixelsAsync(caller, session, "output");
        Assert.Equal((before.Width, before.Height), (after.Width, after.Height));
        Assert.InRange(ServedPixels.Difference(before, after, .., ..), 1, 120);
    }

    private static async Task<Imaging.PixelBuffer> PixelsAsync(TestCaller caller, Guid session, string type)
    {
        var file = await caller.GetAsync($"/api/files/{session}?type={type}");
        Assert.True(file.Status == 200, file.Text);
        return ServedPixels.Read(file.Bytes);
    }
}
