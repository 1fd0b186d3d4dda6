using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Stability;
using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Stability;

public sealed class CompileTests(ConformanceBench<StabilityWire> bench) : StabilityTests(bench)
{
    private const string Sdxl = "stable-diffusion-xl-1024-v1-0";
    private const string Inpainting = "stable-image/edit/inpaint";
    private const string Outpainting = "stable-image/edit/outpaint";
    private const string Cutting = "stable-image/edit/remove-background";
    private const string Fast = "stable-image/upscale/fast";
    private const string Conservative = "stable-image/upscale/conservative";
    private const string Creative = "stable-image/upscale/creative";
    private const string Ultra = "stable-image/generate/ultra";

    [Theory]
    [InlineData("stable-image/generate/core", 1024, 1024, "1:1")]
    [InlineData("stable-image/generate/core", 1792, 1008, "16:9")]
    [InlineData("stable-image/generate/core", 1008, 1792, "9:16")]
    [InlineData(Ultra, 1536, 1152, "3:2")]
    [InlineData(Ultra, 1280, 1024, "5:4")]
    [InlineData(Ultra, 1152, 1728, "2:3")]
    [InlineData(Ultra, 3000, 1000, "21:9")]
    [InlineData("sd3.5-large", 1000, 3000, "9:21")]
    [InlineData("sd3.5-flash", 1500, 1000, "3:2")]
    [InlineData("sd3.5-medium", 800, 1000, "4:5")]
    public void Compile_AnySize_IsTheNearestRatio(string offer, int width, int height, string ratio)
    {
        var call = Ready(Order(offer, new Create("a fox", null, null), width, height));

        Assert.Equal(ratio, StabilityCall.Of(call).Ratio);
    }

    /// <summary>As documents and decks ask for it: the shape is one of the nine, and what comes is fitted.</summary>
    [Theory]
    [InlineData(1792, 1008, "1344x768")]
    [InlineData(1536, 1152, "1152x896")]
    [InlineData(2048, 2048, "1024x1024")]
    [InlineData(1008, 1792, "768x1344")]
    [InlineData(1000, 400, "1536x640")]
    [Trait("Requirement", "C-43")]
    public void Compile_SdxlInAnySize_IsOneOfTheNine(int width, int height, string size)
    {
        var call = Ready(Order(Sdxl, new Create("a fox", null, null), width, height));

        Assert.Equal(size, StabilityCall.Of(call).Size);
        Assert.Equal((1, 10), (call.PicturesPerCall, call.MaxPerCall));
    }

    [Fact]
    public void Compile_FirstApiSwitchedOff_PassesSdxlOverAndKeepsTheRest()
    {
        var reason = Impossible(Order(Sdxl, new Create("a fox", null, null)), firstServes: false);

        Assert.Equal(RejectionCause.Availability, reason.Cause);
        Assert.Contains("first API", reason.Text, StringComparison.Ordinal);
        Assert.Equal(RejectionCause.Availability, Impossible(Order(Sdxl, Inpaint()), firstServes: false).Cause);
        Assert.Equal(StabilityPaths.Inpaint, StabilityCall.Of(Ready(Order(Inpainting, Inpaint()))).Path);
    }

    [Theory]
    [InlineData(Fast, 1024, 1025)]
    [InlineData(Fast, 1792, 1008)]
    [InlineData(Fast, 1537, 64)]
    [InlineData(Fast, 31, 512)]
    [InlineData(Conservative, 63, 512)]
    [InlineData(Conservative, 4096, 2305)]
    [InlineData(Inpainting, 1000, 399)]
    [InlineData(Inpainting, 63, 64)]
    [InlineData(Outpainting, 4096, 2305)]
    [InlineData(Cutting, 399, 1000)]
    [InlineData(Ultra, 3840, 2458)]
    [Trait("Requirement", "C-36")]
    public void Compile_PictureThatIsNotTaken_IsPassedOverWithTheReason(string offer, int width, int height)
    {
        var reason = Impossible(Order(offer, OperationOf(offer), width, height));

        Assert.Equal(RejectionCause.Size, reason.Cause);
        Assert.EndsWith($"this one has {width}x{height}", reason.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fast, 1024, 1024)]
    [InlineData(Fast, 1536, 682)]
    [InlineData(Fast, 32, 32)]
    [InlineData(Conservative, 3840, 2160)]
    [InlineData(Inpainting, 1000, 400)]
    [InlineData(Outpainting, 1792, 1008)]
    [InlineData(Cutting, 400, 1000)]
    public void Compile_PictureThatIsJustTaken_IsReady(string offer, int width, int height) =>
        Assert.NotNull(Ready(Order(offer, OperationOf(offer), width, height)));

    [Theory]
    [InlineData(2001, 0, 0, 0)]
    [InlineData(0, 0, 0, 2001)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-1, 5, 0, 0)]
    [InlineData(2000, 2000, 0, 0)]
    [Trait("Requirement", "C-37")]
    public void Compile_OutpaintBeyondItsBounds_IsImpossible(int left, int right, int top, int bottom) =>
        Assert.Equal(
            RejectionCause.Size,
            Impossible(Order(Outpainting, new Outpaint(Source, left, right, top, bottom, null, 0.8))).Cause
        );

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 0.25)]
    [InlineData(0.8, 0.5)]
    [InlineData(0.9, 0.75)]
    [InlineData(1, 1)]
    [Trait("Requirement", "C-37")]
    public void Compile_StrengthOfAnOutpaint_IsItsCreativity(double strength, double creativity)
    {
        var order = Order(Outpainting, new Outpaint(Source, 8, 0, 0, 0, null, strength));

        Assert.Equal(creativity, StabilityCall.Of(Ready(order)).Creativity);
        Assert.Empty(Codes(order));
    }

    [Theory]
    [InlineData(Sdxl)]
    [InlineData(Inpainting)]
    public void Compile_StrengthOfAnInpaint_IsDeclaredLost(string offer)
    {
        Assert.Empty(Codes(Order(offer, Inpaint())));
        Assert.Equal("strength_unsupported", Codes(Order(offer, Inpaint() with { Strength = 0.3 })));
    }

    // What lies beside the mask must come to lie where it was: so no other shape, and nothing made smaller.
    [Theory]
    [InlineData(1024, 1024, "")]
    [InlineData(512, 512, "size_snapped")]
    [InlineData(1344, 768, "")]
    [InlineData(672, 384, "size_snapped")]
    public void Compile_MaskOnOneOfTheNineShapes_IsForTheFirstApi(int width, int height, string codes) =>
        Assert.Equal(codes, Codes(Order(Sdxl, Inpaint(), width, height)));

    [Theory]
    [InlineData(1792, 1008)]
    [InlineData(2048, 2048)]
    [InlineData(1025, 1024)]
    public void Compile_MaskOnAnotherShape_IsNot(int width, int height) =>
        Assert.Equal(RejectionCause.Size, Impossible(Order(Sdxl, Inpaint(), width, height)).Cause);

    [Theory]
    [InlineData(false, "fast conservative", "")]
    [InlineData(true, "creative", "")]
    [Trait("Requirement", "C-36")]
    public void Compile_Details_PickTheUpscaler(bool details, string ready, string codes)
    {
        string[] offers = [Fast, Conservative, Creative];
        var orders = offers.ToDictionary(
            offer => offer.Split('/')[^1],
            offer => Order(offer, new Upscale(Source, details, false), 512, 512, new PixelSize(1024, 1024))
        );

        var able = orders.Where(order => ready.Split(' ').Contains(order.Key)).ToList();

        Assert.All(able, order => Assert.Equal(codes, Codes(order.Value)));
        Assert.All(orders.Except(able), order => Assert.Equal(RejectionCause.Unfit, Impossible(order.Value).Cause));
    }

    [Fact]
    [Trait("Requirement", "C-36")]
    public void Compile_DetailsWhereNoneCanBeMade_AreDeclaredLost()
    {
        var keeping = Order(Conservative, new Upscale(Source, true, true), 1792, 1008, new PixelSize(2560, 1440));
        keeping = keeping with { Request = keeping.Request with { Model = "stable-image-upscale" } };
        var named = Order(Fast, new Upscale(Source, true, false), 512, 512, new PixelSize(1024, 1024));
        named = named with { Request = named.Request with { Model = "sdxl" } };
        var invented = Order(Creative, new Upscale(Source, false, false), 512, 512, new PixelSize(1024, 1024));
        invented = invented with { Request = invented.Request with { Model = "stable-image-creative" } };

        Assert.Equal("enhance_details_dropped denoise_dropped", Codes(keeping));
        Assert.Equal("enhance_details_dropped", Codes(named));
        Assert.Equal("details_invented", Codes(invented));
    }

    [Theory]
    [InlineData(1024, 1024, null, "")]
    [InlineData(1792, 1008, "1365x768", "source_reduced")]
    [InlineData(3840, 2160, "1365x768", "source_reduced")]
    [Trait("Requirement", "C-36")]
    public void Compile_DetailsForALargePicture_AreMadeFromASmallerOne(
        int width,
        int height,
        string? size,
        string codes
    )
    {
        var order = Order(Creative, new Upscale(Source, true, false), width, height, new PixelSize(2000, 1125));

        Assert.Equal(size, StabilityCall.Of(Ready(order)).Size);
        Assert.Equal(codes, Codes(order));
        Assert.Equal(RejectionCause.Unfit, Impossible(order with { Offer = OfferOf(Conservative) }).Cause);
    }

    [Theory]
    [InlineData(4000, 3000)]
    [InlineData(63, 63)]
    public void Compile_DetailsForWhatNoneCanBeMadeOf_IsImpossible(int width, int height) =>
        Assert.Equal(
            RejectionCause.Size,
            Impossible(
                Order(Creative, new Upscale(Source, true, false), width, height, new PixelSize(2000, 1125))
            ).Cause
        );

    [Theory]
    [InlineData(Fast, 512, 512, 16 * 512 * 512)]
    [InlineData(Conservative, 512, 512, 4_000_000)]
    [InlineData(Conservative, 1792, 1008, 4_000_000)]
    public void Compile_EnlargedWithoutASize_SaysHowManyPixelsItWillHaveAtLeast(
        string path,
        int width,
        int height,
        long pixels
    )
    {
        var order = Order(path, new Upscale(Source, false, false), width, height, null);

        Assert.Equal(pixels, Ready(order).LeastPixels);
        var sized = Order(path, new Upscale(Source, false, false), width, height, new PixelSize(2048, 2048));
        Assert.Null(Ready(sized).LeastPixels);
    }

    [Theory]
    [InlineData(Fast, 512, 512, 2048, 2048, "")]
    [InlineData(Fast, 256, 256, 2048, 2048, "")]
    [InlineData(Fast, 200, 200, 2048, 2048, "size_enlarged")]
    [InlineData(Conservative, 1792, 1008, 2560, 1440, "")]
    [InlineData(Conservative, 1792, 1008, 3840, 2160, "size_unsure")]
    public void Compile_UpscaleToASize_DeclaresWhatIsEnlargedAfterwards(
        string offer,
        int width,
        int height,
        int toWidth,
        int toHeight,
        string codes
    ) =>
        Assert.Equal(
            codes,
            Codes(Order(offer, new Upscale(Source, false, false), width, height, new PixelSize(toWidth, toHeight)))
        );

    [Fact]
    [Trait("Requirement", "C-39")]
    public void Compile_CutOutWithWishes_DeclaresThemLost() =>
        Assert.Equal(
            "refine_mask_dropped preserve_shadow_dropped",
            Codes(Order(Cutting, new RemoveBackground(Source, true, true)))
        );

    [Theory]
    [InlineData("stable-image/generate/core")]
    [InlineData(Ultra)]
    [InlineData("sd3.5-large")]
    [InlineData(Fast)]
    [InlineData(Cutting)]
    public void Compile_MaskWhereNoneIsTaken_IsImpossible(string offer) =>
        Assert.Equal(RejectionCause.Capability, Impossible(Order(offer, Inpaint())).Cause);

    [Fact]
    public void Compile_WordlessChange_HasWordsOfOurs()
    {
        var stylise = StabilityCall.Of(Ready(Order(Ultra, new Stylise(Source, null, "ghibli"))));
        var grow = StabilityCall.Of(Ready(Order(Outpainting, new Outpaint(Source, 8, 0, 0, 0, null, 0.8))));

        Assert.Equal("A picture in the style ghibli.", stylise.Prompt);
        // It needs none.
        Assert.Null(grow.Prompt);
    }

    [Fact]
    public void Compile_ServiceThatIsNotKnown_IsImpossible()
    {
        var order = Order(Ultra, new Create("a fox", null, null));

        var reason = Impossible(
            order with
            {
                Offer = order.Offer with { ProviderModel = "stable-image/generate/next" },
            }
        );

        Assert.Equal(RejectionCause.Capability, reason.Cause);
    }

    private static OfferEntry OfferOf(string offer) => Order(offer, new Upscale(Source, false, false)).Offer;

    private static Inpaint Inpaint() => new(Source, MaskId, "a hat", 0.8);

    private static ImageOperation OperationOf(string offer) =>
        offer switch
        {
            Fast or Conservative => new Upscale(Source, false, false),
            Inpainting => Inpaint(),
            Outpainting => new Outpaint(Source, 8, 0, 0, 0, null, 0.8),
            Cutting => new RemoveBackground(Source, false, false),
            _ => new Variation(Source, "a fox", 0.8),
        };
}
