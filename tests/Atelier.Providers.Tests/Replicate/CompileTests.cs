using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using static Atelier.Providers.Tests.Replicate.ReplicateOrders;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>The exact inputs of each model, and what is lost or refused on the way.</summary>
public sealed class CompileTests
{
    private static readonly Guid Source = Guid.CreateVersion7();
    private static readonly Guid Mask = Guid.CreateVersion7();

    [Theory]
    [InlineData(false, "true")]
    [InlineData(true, "false")]
    [Trait("Requirement", "A-08")]
    public void Compile_Schnell_IsARatioAtOneMegapixelAndSlowForASeed(bool seedAsked, string fast)
    {
        var call = Compiled(Create("flux-schnell", 1792, 1008, seedAsked: seedAsked));

        AssertInput(
            call,
            $$"""
            {"prompt": "a red fox", "aspect_ratio": "16:9", "megapixels": "1", "num_inference_steps": 4, "go_fast": {{fast}},
             "output_format": "png", "seed": 4242}
            """
        );
        Assert.Equal((1, 4, 3_000_000L), (call.PicturesPerCall, call.MaxPerCall, call.ExpectedNanos));
        Assert.Equal("a red fox", call.FinalPrompt);
        Assert.Empty(call.Degradations);
    }

    [Theory]
    [InlineData(1024, 1024, "1:1")]
    [InlineData(1008, 1792, "9:16")]
    [InlineData(1600, 1200, "4:3")]
    [InlineData(1200, 1600, "3:4")]
    [InlineData(2048, 800, "21:9")]
    [InlineData(900, 1090, "4:5")]
    [InlineData(900, 600, "3:2")]
    [Trait("Requirement", "A-08")]
    public void Compile_Schnell_TakesTheNearestRatio(int width, int height, string ratio)
    {
        var call = Compiled(Create("flux-schnell", width, height));

        Assert.Equal(ratio, JsonNode.Parse(InputOf(call))!["aspect_ratio"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Requirement", "A-06")]
    public void Compile_Pro_HasSidesOfItsOwn()
    {
        AssertInput(
            Compiled(Create("flux-1.1-pro", 1440, 810)),
            """
            {"prompt": "a red fox", "aspect_ratio": "custom", "width": 1408, "height": 800, "safety_tolerance": 2,
             "prompt_upsampling": false, "output_format": "png", "seed": 4242}
            """
        );
    }

    [Theory]
    [InlineData(4000, 3000)]
    [InlineData(64, 48)]
    [InlineData(3840, 1646)]
    [Trait("Requirement", "A-06")]
    public void Compile_Pro_StaysWithinItsBounds(int width, int height)
    {
        var input = JsonNode.Parse(InputOf(Compiled(Create("flux-1.1-pro", width, height))))!;

        foreach (var side in new[] { input["width"]!.GetValue<int>(), input["height"]!.GetValue<int>() })
        {
            Assert.InRange(side, 256, 1440);
            Assert.Equal(0, side % 32);
        }
    }

    [Fact]
    [Trait("Requirement", "A-06")]
    public void Compile_ProWithAPicture_TakesItAsAHintAndSaysSo()
    {
        var call = Compiled(Change("flux-1.1-pro", new Stylise(Source, null, "oil"), 800, 600, "oil painting"));

        var file = Assert.Single(Files(call).EnumerateArray());
        Assert.Equal(
            ("image_prompt", Source),
            (file.GetProperty("name").GetString(), file.GetProperty("image").GetGuid())
        );
        Assert.Contains("source_as_hint", Codes(call));
        Assert.Equal(768, JsonNode.Parse(InputOf(call))!["width"]!.GetValue<int>());
    }

    [Fact]
    [Trait("Requirement", "A-06")]
    public void Compile_ProAfterAReference_TakesItAlong()
    {
        var reference = new SourceImage(Source, 512, 512, "upload", null, null);

        var call = Compiled(Create("flux-1.1-pro") with { References = [reference] });

        Assert.Equal("image_prompt", Assert.Single(Files(call).EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(1024, JsonNode.Parse(InputOf(call))!["width"]!.GetValue<int>());
        Assert.Empty(call.Degradations);
    }

    [Fact]
    [Trait("Requirement", "A-07")]
    public void Compile_Kontext_KeepsTheShapeOfThePicture()
    {
        var call = Compiled(
            Change("flux-kontext", new Variation(Source, "make it winter", 0.8), 3000, 2000, "make it winter")
        );

        AssertInput(
            call,
            """
            {"prompt": "make it winter", "aspect_ratio": "match_input_image", "output_format": "png", "safety_tolerance": 2,
             "prompt_upsampling": false, "seed": 4242}
            """
        );
        var file = Assert.Single(Files(call).EnumerateArray());
        Assert.Equal("input_image", file.GetProperty("name").GetString());
        Assert.True(file.GetProperty("width").GetInt32() * file.GetProperty("height").GetInt32() < 1_600_000);
        Assert.Equal(["size_snapped"], Codes(call));
        Assert.Equal(1, call.MaxPerCall);
    }

    [Fact]
    [Trait("Requirement", "A-07")]
    public void Compile_KontextInAnotherShape_NamesItsRatio()
    {
        var order = Change(
            "flux-kontext",
            new Variation(Source, null, 0.3),
            1024,
            1024,
            size: new PixelSize(1392, 752)
        );

        var call = Compiled(order);

        Assert.Equal("16:9", JsonNode.Parse(InputOf(call))!["aspect_ratio"]!.GetValue<string>());
        Assert.Equal(["strength_unsupported"], Codes(call));
    }

    [Theory]
    [InlineData("flux-kontext")]
    [InlineData("flux-1.1-pro")]
    [InlineData("flux-schnell")]
    [Trait("Requirement", "A-07")]
    public void Compile_Mask_IsNeverSentToAFlux(string model)
    {
        var reason = Rejected(Change(model, new Inpaint(Source, Mask, "a hat", 0.8)));

        Assert.Equal(RejectionCause.Capability, reason.Cause);
    }

    [Fact]
    [Trait("Requirement", "B-23")]
    public void Compile_SdxlPhoto_Has25StepsStrength08AndNoWatermark()
    {
        var call = Compiled(Change("sdxl", new Stylise(Source, "oil", "oil"), 512, 384, "oil painting"));

        AssertInput(
            call,
            """
            {"prompt": "oil painting", "width": 512, "height": 384, "num_inference_steps": 25, "guidance_scale": 7.5,
             "prompt_strength": 0.8, "apply_watermark": false, "seed": 4242}
            """
        );
        Assert.Equal(
            "7762fd07cf82c948538e41f63f77d685e02b063e37e496e96eefd46c929f9bdc",
            call.Parameters.GetProperty("version").GetString()
        );
        Assert.Equal("image", Assert.Single(Files(call).EnumerateArray()).GetProperty("name").GetString());
        Assert.Empty(call.Degradations);
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public void Compile_SdxlNew_HasNegativeWordsAndGuidance()
    {
        var order = Create("sdxl", 1152, 896) with { NegativePrompt = "fog", Guidance = 9.25m };

        AssertInput(
            Compiled(order),
            """
            {"prompt": "a red fox", "negative_prompt": "fog", "width": 1152, "height": 896, "num_inference_steps": 25,
             "guidance_scale": 9.25, "apply_watermark": false, "seed": 4242}
            """
        );
        Assert.Equal(4, Compiled(order).MaxPerCall);
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public void Compile_SdxlMask_GoesAlongInTheSizeOfThePicture()
    {
        var call = Compiled(Change("sdxl", new Inpaint(Source, Mask, "a hat", 0.65), 1001, 750, "a hat"));

        Assert.Equal(0.65, JsonNode.Parse(InputOf(call))!["prompt_strength"]!.GetValue<double>());
        var files = Files(call).EnumerateArray().ToList();
        Assert.Equal(["image", "mask"], files.Select(file => file.GetProperty("name").GetString()));
        Assert.Equal([false, true], files.Select(file => file.GetProperty("mask").GetBoolean()));
        Assert.Single(
            files
                .Select(file => (file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32()))
                .Distinct()
        );
    }

    [Fact]
    public void Compile_SdxlMaskOnALargePicture_IsPassedOver()
    {
        // Made smaller and enlarged again, what was not painted would be worse for it.
        var reason = Rejected(Change("sdxl", new Inpaint(Source, Mask, "a hat", 0.8), 3000, 2000));

        Assert.Equal(RejectionCause.Size, reason.Cause);
    }

    [Theory]
    [InlineData(1024, 768, "2")]
    [InlineData(1025, 768, "2.01")]
    [InlineData(512, 384, "1")]
    [InlineData(2048, 1536, "4")]
    public void Compile_Upscale_ScalesToAtLeastTheSizeAskedFor(int width, int height, string scale)
    {
        var order = Change("real-esrgan", new Upscale(Source, false, false), size: new PixelSize(width, height));

        AssertInput(Compiled(order), $$"""{"scale": {{scale}}, "face_enhance": false}""");
    }

    [Fact]
    public void Compile_UpscaleWithWishes_DeclaresThem()
    {
        var call = Compiled(Change("real-esrgan", new Upscale(Source, true, true)));

        AssertInput(call, """{"scale": 2, "face_enhance": false}""");
        Assert.Equal(["enhance_details_dropped", "denoise_dropped"], Codes(call));
        Assert.Null(call.FinalPrompt);
    }

    [Fact]
    public void Compile_UpscaleOfWhatDoesNotFitIntoMemory_IsPassedOver()
    {
        var reason = Rejected(Change("real-esrgan", new Upscale(Source, false, false), 2048, 1536));

        Assert.Equal(RejectionCause.Size, reason.Cause);
        Assert.Contains("memory", reason.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "C-39")]
    public void Compile_RemoveBackground_IsAPngWithAlphaAndDeclaresShadows()
    {
        var call = Compiled(Change("background-remover", new RemoveBackground(Source, true, true)));

        AssertInput(call, """{"format": "png", "background_type": "rgba", "threshold": 0, "reverse": false}""");
        Assert.Equal(["refine_mask_dropped", "preserve_shadow_dropped"], Codes(call));
    }

    [Theory]
    [InlineData("stability-ai/sdxl:latest")]
    [InlineData("stability-ai/sdxl:7762FD07CF82C948538E41F63F77D685E02B063E37E496E96EEFD46C929F9BDC")]
    [InlineData("somebody/something")]
    [InlineData("../account")]
    public void Compile_AModelThatIsNotKnown_IsPassedOver(string name)
    {
        var order = Create("sdxl");

        var reason = Rejected(order with { Offer = order.Offer with { ProviderModel = name } });

        Assert.Equal(RejectionCause.Capability, reason.Cause);
    }

    private static void AssertInput(CompiledCall call, string expected) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(InputOf(call))), InputOf(call));
}
