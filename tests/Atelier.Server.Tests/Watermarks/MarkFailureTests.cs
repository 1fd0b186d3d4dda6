using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Vips;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Watermarks;

/// <summary>Where the mark cannot be drawn nothing is shown that needs one.</summary>
public sealed class MarkFailureTests
{
    // libvips runs already; what is looked for there, and missing, is the font.
    private static VipsOptions Nowhere =>
        new() { NativesFolder = Path.Combine(AppContext.BaseDirectory, "no-natives") };

    [Fact]
    [Trait("Requirement", "B-44")]
    public async Task Create_MarkCannotBeDrawn_FailsAtEveryDoorAndCostsNothing()
    {
        await using var server = await StartAsync(services =>
            services.AddSingleton(_ => new PictureFinisher(new PictureFinisherOptions { Vips = Nowhere }))
        );
        var (free, paid) = (await server.AddCallerAsync(tier: "free"), await server.AddCallerAsync(tier: "paid"));

        var native = await free.EndOfAsync(await free.StartAsync(Bodies.Small("\"n\": 2")));
        var openAi = await free.PostAsync("/v1/images/generations", Bodies.Small());
        var unmarked = await paid.GenerateAsync(Bodies.Small());

        Assert.Equal("failed", native.TextAt("state"));
        Assert.Equal("watermark_failed", native.TextAt("error.code"));
        Assert.Empty(native.At("images").EnumerateArray());
        // No invitation to send it again.
        Refusal.IsOpenAi(openAi, 422, "watermark_failed");
        Assert.Equal("false", openAi.Header("x-should-retry"));
        Assert.Equal(100_000, await free.BalanceAsync());
        Assert.Single(unmarked.At("images").EnumerateArray());
        Assert.Equal(1L, await server.House.ScalarAsync<long>("SELECT count(*) FROM images"));
    }

    [Fact]
    public async Task Get_CropThatCannotBeMarkedAgain_IsNotShown()
    {
        await using var server = await StartAsync(services =>
            services.AddSingleton(_ => new PictureRenderer(new PictureRendererOptions { Vips = Nowhere }))
        );
        var caller = await server.AddCallerAsync(tier: "free");
        var made = await caller.GenerateAsync(Bodies.With("\"size\": \"320x240\""));
        var path = $"/v1/images/{made.At("images")[0].GetProperty("id").GetString()}/original";

        var cropped = await caller.GetAsync($"{path}?w=50&h=200&fit=cover");
        var whole = await caller.GetAsync($"{path}?w=100");

        Refusal.IsOpenAi(cropped, 422, "watermark_failed");
        Assert.Equal(200, whole.Status);
    }

    private static async Task<TestServer> StartAsync(Action<IServiceCollection> replace)
    {
        VipsRuntime.Start(new VipsOptions());
        var server = new TestServer { Replace = replace };
        await server.InitializeAsync();
        return server;
    }
}
