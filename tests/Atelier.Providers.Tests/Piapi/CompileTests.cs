using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Piapi;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.Piapi.PiapiOrders;

namespace Atelier.Providers.Tests.Piapi;

/// <summary>Each family in its own words.</summary>
public sealed class CompileTests
{
    private const string Schnell = "Qubico/flux1-schnell";
    private const string Kontext = "Qubico/flux1-dev-advanced#kontext";
    private const string Fill = "Qubico/flux1-dev-advanced#fill-inpaint";
    private const string Grow = "Qubico/flux1-dev-advanced#fill-outpaint";
    private const string Upscaler = "Qubico/image-toolkit#upscale";
    private const string Cutter = "Qubico/image-toolkit#background-remove";
    private const string Banana = "gemini#nano-banana-pro";
    private const string Seedream = "seedream#seedream-5-lite";

    [Fact]
    [Trait("Requirement", "A-08")]
    [Trait("Requirement", "A-41")]
    public void Compile_FluxSchnell_IsThisTask()
    {
        var order = Create(negative: "fog", width: 1152, height: 896) with { Guidance = 3.5m };

        var call = Compiled(order);

        Assert.Equal(
            """{"model":"Qubico/flux1-schnell","task_type":"txt2img","input":{"prompt":"a red fox","negative_prompt":"fog","guidance_scale":3.5,"seed":4242,"width":1152,"height":896},"pictures":[],"batch":true}""",
            call.Parameters.GetRawText()
        );
        Assert.Equal((1, 4, 1_500_000L), (call.PicturesPerCall, call.MaxPerCall, call.ExpectedNanos));
        Assert.Empty(call.Degradations);
    }

    [Theory]
    [Trait("Requirement", "A-08")]
    [InlineData(1920, 1080)]
    [InlineData(2048, 2048)]
    [InlineData(3840, 1280)]
    [InlineData(1000, 1000)]
    public void Compile_FluxSchnell_NeverPassesItsPixels(int width, int height)
    {
        var input = InputOf(Compiled(Create(width: width, height: height)));

        var made = new PixelSize(input.GetProperty("width").GetInt32(), input.GetProperty("height").GetInt32());
        Assert.InRange(made.Pixels, 750_000, 1_048_576);
        Assert.InRange(NativeSize.Stretch(made, new PixelSize(width, height)), 0, 0.04);
    }

    [Theory]
    [Trait("Requirement", "A-41")]
    [Trait("Requirement", "A-11")]
    [Trait("Requirement", "A-14")]
    [InlineData("Qubico/qwen-image#txt2img", """{"prompt":"a red fox","seed":4242,"width":1024,"height":1024}""")]
    [InlineData("Qubico/z-image#txt2img", """{"prompt":"a red fox","seed":4242,"width":1024,"height":1024}""")]
    [InlineData(Seedream, """{"prompt":"a red fox","aspect_ratio":"1:1","size":"2K","output_format":"png"}""")]
    [InlineData(Banana, """{"prompt":"a red fox","aspect_ratio":"1:1","resolution":"1K","output_format":"png"}""")]
    public void Compile_Create_IsThisInput(string offer, string input)
    {
        var call = Compiled(Create(offer));

        Assert.Equal(input, InputOf(call).GetRawText());
        Assert.Equal(offer, $"{Text(call, "model")}#{Text(call, "task_type")}");
    }

    [Theory]
    [Trait("Requirement", "A-12")]
    [Trait("Requirement", "A-13")]
    [InlineData(Banana, 1376, 768, "16:9", "1K")]
    [InlineData(Banana, 1584, 672, "21:9", "1K")]
    [InlineData(Banana, 1696, 2528, "2:3", "2K")]
    [InlineData(Banana, 3168, 1344, "21:9", "2K")]
    [InlineData(Banana, 4096, 4096, "1:1", "4K")]
    [InlineData(Banana, 3072, 5504, "9:16", "4K")]
    [InlineData(Seedream, 2496, 1664, "3:2", "2K")]
    [InlineData(Seedream, 1440, 2560, "9:16", "2K")]
    [InlineData(Seedream, 3072, 3072, "1:1", "3K")]
    [InlineData(Seedream, 4096, 2304, "16:9", "3K")]
    public void Compile_RatioModels_NameTheRatioAndHowMuchOfIt(
        string offer,
        int width,
        int height,
        string ratio,
        string tier
    )
    {
        var input = InputOf(Compiled(Create(offer, width: width, height: height)));

        Assert.Equal(ratio, input.GetProperty("aspect_ratio").GetString());
        Assert.Equal(tier, input.GetProperty(offer == Banana ? "resolution" : "size").GetString());
    }

    [Fact]
    [Trait("Requirement", "A-13")]
    [Trait("Requirement", "B-21")]
    public void Compile_NanoBanana_LooksAtThePictureAndItsReferences()
    {
        var reference = new SourceImage(Mask, 640, 640, "upload", null, null);
        var order = Change(Banana, new Stylise(Source, "as a comic", null), "as a comic");

        var call = Compiled(order with { References = [reference] });

        Assert.Equal(
            """[{"field":"image_urls","image":"0197a000-0000-7000-8000-000000000001","fetched":true},{"field":"image_urls","image":"0197a000-0000-7000-8000-000000000002","fetched":true}]""",
            call.Parameters.GetProperty("pictures").GetRawText()
        );
    }

    [Fact]
    [Trait("Requirement", "B-27")]
    public void Compile_FluxSchnellStylise_DrawsOverThePicture()
    {
        var call = Compiled(Change(Schnell, new Stylise(Source, null, "ghibli"), "ghibli style"));

        Assert.Equal("img2img", Text(call, "task_type"));
        Assert.Equal("""{"prompt":"ghibli style","seed":4242,"denoise":0.8}""", InputOf(call).GetRawText());
        Assert.Equal(
            """[{"field":"image","image":"0197a000-0000-7000-8000-000000000001","fetched":true}]""",
            call.Parameters.GetProperty("pictures").GetRawText()
        );
        Assert.Empty(call.Degradations);
    }

    [Fact]
    [Trait("Requirement", "B-27")]
    public void Compile_FluxSchnellVariation_TakesItsStrength() =>
        Assert.Equal(
            0.3,
            InputOf(Compiled(Change(Schnell, new Variation(Source, null, 0.3)))).GetProperty("denoise").GetDouble()
        );

    [Fact]
    [Trait("Requirement", "B-27")]
    public void Compile_FluxSchnellLargePhoto_IsSentSmallerAndDeclared()
    {
        var call = Compiled(Change(Schnell, new Stylise(Source, null, "ghibli"), "ghibli", 4000, 3000));

        var picture = call.Parameters.GetProperty("pictures")[0];
        var size = new PixelSize(picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32());
        Assert.InRange(size.Pixels, 900_000, 1_048_576);
        Assert.False(picture.TryGetProperty("fetched", out _));
        Assert.Equal(["size_snapped"], Codes(call));
    }

    [Fact]
    [Trait("Requirement", "A-07")]
    public void Compile_Kontext_SaysWhatToChangeAndHowLarge()
    {
        var call = Compiled(Change(Kontext, new Variation(Source, "in snow", 0.5), "in snow"));

        Assert.Equal("""{"prompt":"in snow","seed":4242,"width":768,"height":512}""", InputOf(call).GetRawText());
        Assert.Equal(["strength_unsupported"], Codes(call));
    }

    [Theory]
    [Trait("Requirement", "A-11")]
    [InlineData(768, 512, true, new string[0])]
    [InlineData(3000, 2000, true, new string[0])]
    [InlineData(3000, 2000, false, new[] { "size_snapped" })]
    public void Compile_QwenEdit_KeepsTheSizeOfThePictureItIsSent(int width, int height, bool address, string[] losses)
    {
        var order = Change(
            "Qubico/qwen-image#image-edit",
            new Stylise(Source, "in snow", null),
            "in snow",
            width,
            height
        );

        var call = Compiled(order with { PublicAddress = address });

        Assert.Equal("""{"prompt":"in snow","seed":4242}""", InputOf(call).GetRawText());
        Assert.Equal(losses, Codes(call));
        var picture = call.Parameters.GetProperty("pictures")[0];
        Assert.Equal(address, picture.TryGetProperty("fetched", out _));
        Assert.True(
            address || picture.GetProperty("width").GetInt32() * picture.GetProperty("height").GetInt32() <= 1_048_576
        );
    }

    [Fact]
    [Trait("Requirement", "A-06")]
    [Trait("Requirement", "A-40")]
    public void Catalogue_AtPiapi_SellsNothingThatItDoesNotHave() =>
        Assert.DoesNotContain(
            Core.Tests.Catalogue.ShippedCatalogue.Load()
                .Models.SelectMany(model => model.Offers.Select(offer => (model.Id, offer.Provider))),
            sold => sold is { Provider: "piapi", Id: "flux-1.1-pro" or "gpt-image-1" or "midjourney-v7" }
        );

    [Theory]
    [Trait("Requirement", "A-07")]
    [Trait("Requirement", "C-38")]
    [InlineData(Kontext)]
    [InlineData(Schnell)]
    [InlineData(Banana)]
    [InlineData(Grow)]
    [InlineData("gpt-image-2.5-flare")]
    [InlineData("Qubico/qwen-image#txt2img")]
    public void Compile_MaskWhereThereIsNone_IsRefused(string offer) =>
        Assert.Equal(
            RejectionCause.Capability,
            Rejected(Change(offer, new Inpaint(Source, Mask, "a hat", 0.8), "a hat")).Cause
        );

    [Theory]
    [Trait("Requirement", "C-38")]
    [InlineData("Qubico/qwen-image#txt2img")]
    [InlineData("Qubico/z-image#txt2img")]
    [InlineData(Fill)]
    [InlineData(Upscaler)]
    public void Compile_ChangeAtATaskOfAnotherKind_IsNeverMadeFromWordsAlone(string offer) =>
        Assert.Equal(
            RejectionCause.Capability,
            Rejected(Change(offer, new Variation(Source, "in snow", 0.8), "in snow")).Cause
        );

    [Fact]
    [Trait("Requirement", "A-07")]
    public void Compile_FillInpaint_MakesThePictureItsOwnMask()
    {
        var call = Compiled(Change(Fill, new Inpaint(Source, Mask, "a hat", 0.8), "a hat"));

        Assert.Equal("""{"prompt":"a hat","seed":4242}""", InputOf(call).GetRawText());
        Assert.Equal(
            """[{"field":"image","image":"0197a000-0000-7000-8000-000000000001","width":768,"height":512,"holes":"0197a000-0000-7000-8000-000000000002"}]""",
            call.Parameters.GetProperty("pictures").GetRawText()
        );
    }

    [Fact]
    public void Compile_FillInpaintWithMaskAsFile_SendsBoth() =>
        Assert.Equal(
            """[{"field":"image","image":"0197a000-0000-7000-8000-000000000001","fetched":true},{"field":"mask","image":"0197a000-0000-7000-8000-000000000002","fetched":true,"is_mask":true}]""",
            Compiled(Change(Fill, new Inpaint(Source, Mask, "a hat", 0.8), "a hat"), maskAsFile: true)
                .Parameters.GetProperty("pictures")
                .GetRawText()
        );

    [Fact]
    public void Compile_FillInpaintOfALargePhoto_IsLeftToOthers() =>
        Assert.Equal(
            RejectionCause.Size,
            Rejected(Change(Fill, new Inpaint(Source, Mask, "a hat", 0.8), "a hat", 1920, 1080)).Cause
        );

    [Fact]
    [Trait("Requirement", "A-07")]
    public void Compile_FillOutpaint_NamesTheRoomInPixels()
    {
        var call = Compiled(Change(Grow, new Outpaint(Source, 10, 20, 30, 40, "a wood", 0.8), "a wood"));

        Assert.Equal(
            """{"prompt":"a wood","seed":4242,"custom_settings":[{"setting_type":"outpaint","outpaint_left":10,"outpaint_right":20,"outpaint_top":30,"outpaint_bottom":40}]}""",
            InputOf(call).GetRawText()
        );
    }

    [Fact]
    public void Compile_FillOutpaintBeyondItsPixels_IsLeftToOthers() =>
        Assert.Equal(
            RejectionCause.Size,
            Rejected(Change(Grow, new Outpaint(Source, 512, 512, 0, 0, null, 0.8), null, 1024, 1024)).Cause
        );

    [Theory]
    [InlineData(1024, 1024, 2)]
    [InlineData(1025, 700, 4)]
    [InlineData(4096, 2700, 8)]
    public void Compile_Upscale_TakesAScaleThatIsRightByEveryPage(int width, int height, int scale)
    {
        var order = Change(Upscaler, new Upscale(Source, true, true), null, 512, 512);

        var call = Compiled(order with { Request = order.Request with { Size = new PixelSize(width, height) } });

        Assert.Equal($$"""{"scale":{{scale}}}""", InputOf(call).GetRawText());
        Assert.Equal(["enhance_details_dropped", "denoise_dropped"], Codes(call));
    }

    [Theory]
    [InlineData(512, 512, 4352)]
    [InlineData(2304, 1024, 3840)]
    public void Compile_UpscaleBeyondIt_IsLeftToOthers(int width, int height, int wanted)
    {
        var order = Change(Upscaler, new Upscale(Source, false, false), null, width, height);

        var size = new PixelSize(wanted, wanted);
        Assert.Equal(RejectionCause.Size, Rejected(order with { Request = order.Request with { Size = size } }).Cause);
    }

    [Theory]
    [InlineData(Upscaler)]
    [InlineData(Cutter)]
    public void Compile_LargePictureWithoutAnAddress_IsLeftToOthers(string offer)
    {
        ImageOperation operation =
            offer == Cutter ? new RemoveBackground(Source, false, false) : new Upscale(Source, false, false);
        var order = Change(offer, operation, null, 2048, 2048);

        Assert.IsType<Compilation.Ready>(Atelier.Providers.Piapi.Compiling.PiapiCompiler.Compile(order, false));
        Assert.Equal(RejectionCause.Availability, Rejected(order with { PublicAddress = false }).Cause);
    }

    [Fact]
    [Trait("Requirement", "C-39")]
    public void Compile_RemoveBackground_DeclaresWhatIsLost() =>
        Assert.Equal(
            ["refine_mask_dropped", "preserve_shadow_dropped"],
            Codes(Compiled(Change(Cutter, new RemoveBackground(Source, true, true))))
        );

    [Fact]
    [Trait("Requirement", "A-09")]
    public void Compile_GptImage_IsOpenAisCallAtPiapisPrice()
    {
        var call = Compiled(Create("gpt-image-2.5-flare", width: 1536, height: 1024));

        Assert.Equal(
            """{"model":"gpt-image-2.5-flare","prompt":"a red fox","size":"1536x1024","quality":"medium"}""",
            call.Parameters.GetRawText()
        );
        // 439 tokens of a square at medium, half as many again, and three of text.
        Assert.Equal((659 * 22_500) + (3 * 3_750), call.ExpectedNanos);
        Assert.Equal("piapi", call.Provider);
    }

    [Theory]
    [InlineData("gpt-image-1.5", 1920, 1080)]
    [InlineData("gpt-image-1.5", 1080, 1920)]
    [Trait("Requirement", "A-09")]
    public void Compile_GptImage_SidesAreAtMost1536(string offer, int width, int height)
    {
        var call = Compiled(Create(offer, width: width, height: height));

        Assert.Equal(width > height ? "1536x1024" : "1024x1536", Text(call, "size"));
        Assert.Equal(34_000_000, call.ExpectedNanos);
    }

    [Fact]
    public void Compile_UnknownTask_SaysThatItHasNone()
    {
        var order = Create();

        var reason = Rejected(order with { Offer = order.Offer with { ProviderModel = "midjourney#imagine" } });

        Assert.Equal(RejectionCause.Capability, reason.Cause);
    }

    [Fact]
    public void Task_AfterAStayInTheDatabase_IsTheSame()
    {
        var call = Compiled(Change(Grow, new Outpaint(Source, 10, 20, 30, 40, "a wood", 0.8), "a wood"));

        var (before, after) = (PiapiTask.Find(call)!, PiapiTask.Find(PaidCalls.Stored(call))!);

        Assert.Equal(before.InputAt(2, 1).ToJsonString().Length, after.InputAt(2, 1).ToJsonString().Length);
        Assert.Equal(before.Pictures, after.Pictures);
        Assert.Equal((before.SeedAt(3), before.Prompt()), (after.SeedAt(3), after.Prompt()));
        Assert.Equal(Seed + 3, after.SeedAt(3));
    }

    private static string Text(CompiledCall call, string name) => call.Parameters.GetProperty(name).GetString()!;
}
