using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Emulators.Engine;
using Atelier.Imaging;
using Atelier.Providers.Calls;
using Atelier.Providers.Tests.Conformance;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Stability;

[Trait("Requirement", "C-43")]
public sealed class SubmitTests(ConformanceBench<StabilityWire> bench) : StabilityTests(bench)
{
    private const string Root = "/v2beta/stable-image";

    [Theory]
    [InlineData("generate/core", "prompt=a red fox|aspect_ratio=1:1|seed=7|output_format=png")]
    [InlineData("generate/ultra", "prompt=a red fox|aspect_ratio=1:1|seed=7|output_format=png")]
    [InlineData(
        "sd3.5-flash",
        "mode=text-to-image|model=sd3.5-flash|prompt=a red fox|aspect_ratio=1:1|seed=7|output_format=png"
    )]
    public async Task SubmitAsync_Create_SendsThisForm(string service, string fields)
    {
        var name = service.StartsWith("sd3", StringComparison.Ordinal) ? service : $"stable-image/{service}";

        var sent = await SendAsync(All.First(of => of.Offer.ProviderModel == name).Name);

        Assert.Equal($"{Root}/{(name == service ? "generate/sd3" : service)}", sent.Path);
        Assert.Equal((fields, ""), (Fields(sent), Files(sent)));
        Assert.StartsWith("multipart/form-data; boundary=", sent.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("application/json", sent.Headers["Accept"]);
    }

    [Theory]
    [InlineData(
        "stable-image-ultra stable-image/generate/ultra Variations",
        "generate/ultra",
        "prompt=a red fox|aspect_ratio=1:1|strength=0.8|seed=7|output_format=png",
        "image"
    )]
    [InlineData(
        "stable-image-ultra stable-image/generate/ultra ImageToImage",
        "generate/ultra",
        "prompt=a red fox|aspect_ratio=1:1|strength=0.65|seed=7|output_format=png",
        "image"
    )]
    [InlineData(
        "stable-diffusion-3.5-large sd3.5-large Variations",
        "generate/sd3",
        "mode=image-to-image|model=sd3.5-large|prompt=a red fox|strength=0.8|seed=7|output_format=png",
        "image"
    )]
    [InlineData(
        "sdxl stable-image/edit/inpaint Inpainting",
        "edit/inpaint",
        "prompt=a red fox|seed=7|output_format=png",
        "image|mask"
    )]
    [InlineData(
        "sdxl stable-image/edit/outpaint Outpainting",
        "edit/outpaint",
        "prompt=a red fox|creativity=0.5|left=128|right=128|seed=7|output_format=png",
        "image"
    )]
    [InlineData("sdxl stable-image/upscale/fast Upscaling", "upscale/fast", "output_format=png", "image")]
    [InlineData(
        "stable-image-upscale stable-image/upscale/conservative Upscaling",
        "upscale/conservative",
        "prompt=The same picture, sharp and clean, true to its subject, colours and composition.|seed=7|output_format=png",
        "image"
    )]
    [InlineData(
        "background-remover stable-image/edit/remove-background BackgroundRemoval",
        "edit/remove-background",
        "output_format=png",
        "image"
    )]
    [Trait("Requirement", "C-36")]
    [Trait("Requirement", "C-37")]
    [Trait("Requirement", "C-39")]
    public async Task SubmitAsync_Change_SendsThisForm(string name, string service, string fields, string files)
    {
        var sent = await SendAsync(name);

        Assert.Equal($"{Root}/{service}", sent.Path);
        Assert.Equal((fields, files), (Fields(sent), Files(sent)));
    }

    [Fact]
    public async Task SubmitAsync_FirstApiFromWords_SendsThisJson()
    {
        var order = await OrderAsync(Case("sdxl stable-diffusion-xl-1024-v1-0 TextToImage"), "a \"red\" fox – ünï");

        await RunAsync(order with { NegativePrompt = "fog", Guidance = 7.5m }, pictures: 4);

        var sent = LastPost();
        Assert.Equal("/v1/generation/stable-diffusion-xl-1024-v1-0/text-to-image", sent.Path);
        Assert.Equal(("application/json", "application/json"), (sent.Headers["Content-Type"], sent.Headers["Accept"]));
        var golden = JsonNode.Parse(
            """
            {
              "text_prompts": [{ "text": "a \"red\" fox – ünï", "weight": 1 }, { "text": "fog", "weight": -1 }],
              "width": 1024, "height": 1024, "samples": 4, "steps": 30, "cfg_scale": 7.5, "seed": 7
            }
            """
        );
        Assert.True(JsonNode.DeepEquals(golden, JsonNode.Parse(sent.Body!)), sent.Body);
    }

    [Theory]
    [InlineData(
        "Variations",
        "image-to-image",
        "init_image_mode=IMAGE_STRENGTH|image_strength=0.2|text_prompts[0][text]=a red fox|text_prompts[0][weight]=1|"
            + "text_prompts[1][text]=fog|text_prompts[1][weight]=-1|cfg_scale=7.5|samples=2|steps=30|seed=7",
        "init_image"
    )]
    [InlineData(
        "Inpainting",
        "image-to-image/masking",
        "mask_source=MASK_IMAGE_WHITE|text_prompts[0][text]=a red fox|text_prompts[0][weight]=1|"
            + "text_prompts[1][text]=fog|text_prompts[1][weight]=-1|cfg_scale=7.5|samples=2|steps=30|seed=7",
        "init_image|mask_image"
    )]
    public async Task SubmitAsync_FirstApiWithAPicture_SendsThisForm(
        string capability,
        string path,
        string fields,
        string files
    )
    {
        var order = await OrderAsync(Case($"sdxl stable-diffusion-xl-1024-v1-0 {capability}"));

        await RunAsync(order with { NegativePrompt = "fog", Guidance = 7.5m }, pictures: 2);

        var sent = LastPost();
        Assert.Equal($"/v1/generation/stable-diffusion-xl-1024-v1-0/{path}", sent.Path);
        Assert.Equal((fields, files), (Fields(sent), Files(sent)));
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task SubmitAsync_WordsThatTheSecondApiTakes_GoAlong()
    {
        var order = await OrderAsync(Case("stable-diffusion-3.5-medium sd3.5-medium TextToImage"));

        await RunAsync(order with { NegativePrompt = "fog", Guidance = 4.5m });

        Assert.Equal(
            "mode=text-to-image|model=sd3.5-medium|prompt=a red fox|negative_prompt=fog|aspect_ratio=1:1|cfg_scale=4.5|seed=7|output_format=png",
            Fields(LastPost())
        );
        Assert.Empty(Emulated.Violations);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_AnyOffer_CostsExactlyTheBill(string name)
    {
        var done = await RunAsync(await OrderAsync(Case(name)));

        Assert.Equal((Emulated.Bill.NanoDollars, true), (done.Answer.CostNanos, done.Answer.Estimated));
    }

    [Fact]
    public async Task Run_TenPicturesOfSdxl_AreOneCallAndCostTheBill()
    {
        var done = await RunAsync(await OrderAsync(Case("sdxl stable-diffusion-xl-1024-v1-0 TextToImage")), 10);

        Assert.Equal(10, done.Answer.Pictures.Count);
        Assert.Equal(90_000_000, Assert.Single(Emulated.Bill.Items).NanoDollars);
        Assert.Equal(90_000_000, done.Answer.CostNanos);
        Assert.Equal(Enumerable.Range(7, 10).Select(seed => (long?)seed), done.Answer.Pictures.Select(one => one.Seed));
    }

    [Theory]
    [InlineData(7L, 0, 7L)]
    [InlineData(7L, 9, 16L)]
    [InlineData(0L, 0, 4_294_967_294L)]
    [InlineData(4_294_967_294L, 0, 4_294_967_294L)]
    [InlineData(4_294_967_294L, 2, 1L)]
    public async Task SubmitAsync_SlotsOfAGeneration_HaveSeedsOfTheirOwn(long seed, int slot, long sent)
    {
        var order = Order("stable-image/generate/core", new Create("a red fox", null, null));
        var call = Ready(order with { Request = order.Request with { Seed = seed } });
        var spool = new MemorySpool();

        await Adapter.SubmitAsync(Paid(call, spool: spool) with { FirstSlot = slot }, Cancel);

        Assert.Contains($"|seed={sent}|", Fields(LastPost()), StringComparison.Ordinal);
        Assert.Equal(sent, Assert.Single((await Adapter.ReadAsync(call, spool, Cancel)).Pictures).Seed);
        Assert.Empty(Emulated.Violations);
    }

    [Fact]
    public async Task SubmitAsync_PictureOfAnotherShape_IsBroughtToOneOfSdxls()
    {
        var source = Bench.Sources.Add(TestPictures.Varied(1792, 1008, 4));
        var order = Order("stable-diffusion-xl-1024-v1-0", new Stylise(source, "a red fox", null), 1792, 1008);
        var image = new SourceImage(source, 1792, 1008, "upload", null, null);

        await RunAsync(order with { Source = image });

        // The emulator refuses what has none of the nine sizes.
        Assert.Empty(Emulated.Violations);
        Assert.Equal("size_snapped", Codes(order));
    }

    [Fact]
    public async Task SubmitAsync_FileAboveTenMegabytes_IsSentSmallerAndDeclared()
    {
        var noise = new byte[2000 * 2000 * 3];
        RandomNumberGenerator.Fill(noise);
        var source = Bench.Sources.Add(new PixelBuffer(2000, 2000, 3, noise));
        var order = Order(
            "stable-image/edit/remove-background",
            new RemoveBackground(source, false, false),
            2000,
            2000
        );

        await RunAsync(order with { Source = order.Source! with { Id = source } });

        var file = Assert.Single(LastPost().Parts, part => part.FileName is not null);
        Assert.Equal(("image", "image.webp", "image/webp"), (file.Name, file.FileName, file.ContentType));
        Assert.InRange(file.Length, 1, 10 * 1024 * 1024);
        Assert.Empty(Emulated.Violations);
        Assert.Equal("source_compressed", Codes(order));
    }

    [Theory]
    [InlineData("рыжая лиса", null)]
    [InlineData("赤い狐", null)]
    [InlineData("a red fox", "туман")]
    public void Compile_WordsInAnotherScript_ArePassedOverAndKnownToTheFirstApi(string prompt, string? negative)
    {
        var order = Order("stable-image/generate/core", new Create(prompt, null, null)) with
        {
            NegativePrompt = negative,
        };
        var first = Order("stable-diffusion-xl-1024-v1-0", new Create(prompt, null, null));

        Assert.Equal(RejectionCause.Prompt, Impossible(order).Cause);
        Assert.Equal(prompt, Ready(first).FinalPrompt);
        Assert.NotNull(Ready(Order("stable-image/generate/core", new Create("ein süßer Fuchs – façade", null, null))));
    }

    private async Task<ReceivedCall> SendAsync(string name)
    {
        await RunAsync(await OrderAsync(Case(name)));
        Assert.Empty(Emulated.Violations);
        return LastPost();
    }
}
