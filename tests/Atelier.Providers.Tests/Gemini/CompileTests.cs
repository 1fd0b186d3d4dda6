using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.Gemini;
using static Atelier.Providers.Tests.Gemini.GeminiOrders;

namespace Atelier.Providers.Tests.Gemini;

public sealed class CompileTests
{
    [Theory]
    [InlineData(1024, 1024, "1:1", "1K")]
    [InlineData(1376, 768, "16:9", "1K")]
    [InlineData(1920, 1080, "16:9", "2K")]
    [InlineData(1080, 1920, "9:16", "2K")]
    [InlineData(3840, 2160, "16:9", "4K")]
    [InlineData(1500, 1000, "3:2", "2K")]
    [InlineData(1000, 1500, "2:3", "2K")]
    [InlineData(800, 600, "4:3", "1K")]
    [InlineData(600, 800, "3:4", "1K")]
    [InlineData(2100, 900, "21:9", "2K")]
    [InlineData(256, 256, "1:1", "1K")]
    [InlineData(4096, 4096, "1:1", "4K")]
    [Trait("Requirement", "A-13")]
    public void Compile_Size_IsARatioAndASize(int width, int height, string ratio, string size)
    {
        var call = CallOf(Create(width: width, height: height));

        Assert.Equal((ratio, size), (call.Ratio, call.Size));
    }

    [Fact]
    public void Compile_EverySizeOfTheCatalogue_CanBeSaid()
    {
        foreach (var model in new[] { Banana, Pro })
        {
            var sizes = Create(model: model).Offer.Sizes.Fixed;
            Assert.NotEmpty(sizes);
            Assert.All(sizes, size => Assert.NotNull(GeminiShape.Of(size)));
        }
    }

    [Theory]
    [InlineData(Quality.Draft, null, "MINIMAL")]
    [InlineData(Quality.Standard, null, "MEDIUM")]
    [InlineData(Quality.High, null, "HIGH")]
    [InlineData(Quality.Ultra, null, "HIGH")]
    [InlineData(Quality.Ultra, "minimal", "MINIMAL")]
    public void Compile_Quality_SetsHowLongItThinks(Quality quality, string? asked, string level) =>
        Assert.Equal(level, CallOf(Create(quality: quality, thinking: asked)).Thinking);

    [Fact]
    public void Compile_ThinkingOfPro_IsLeftOutAndDeclared()
    {
        var call = Compiled(Create(model: Pro, thinking: "high"));

        Assert.Null(GeminiCall.Read(call.Parameters).Thinking);
        Assert.Equal("provider_options_dropped", Assert.Single(call.Degradations).Code);
        Assert.Empty(Compiled(Create(model: Pro, quality: Quality.Ultra)).Degradations);
    }

    [Theory]
    [InlineData(7, 0, 7)]
    [InlineData(7, 3, 10)]
    [InlineData(4_294_967_294, 0, 2_147_483_646)]
    [InlineData(4_294_967_294, 1, 2_147_483_647)]
    [InlineData(4_294_967_294, 2, 0)]
    public void SeedAt_AnySlot_FitsTheWire(long seed, int slot, long expected) =>
        Assert.Equal(expected, CallOf(Create(seed: seed)).SeedAt(slot));

    [Theory]
    [InlineData(1024, 1024, 33_600_000, 100_000_000)]
    [InlineData(1920, 1080, 50_000_000, 120_000_000)]
    [InlineData(3840, 2160, 76_000_000, 200_000_000)]
    [Trait("Requirement", "B-26")]
    public void Compile_Price_IsThatOfTheSizeItMakes(int width, int height, long expected, long most)
    {
        var call = Compiled(Create(width: width, height: height));

        Assert.Equal((expected, most), (call.ExpectedNanos, call.MaximumNanos));
    }

    [Fact]
    [Trait("Requirement", "A-13")]
    public void Compile_Pro_CostsTwiceAsMuchForFourK()
    {
        Assert.Equal(134_000_000, Compiled(Create(model: Pro, width: 2048, height: 2048)).ExpectedNanos);
        Assert.Equal(240_000_000, Compiled(Create(model: Pro, width: 4096, height: 4096)).ExpectedNanos);
    }

    [Fact]
    [Trait("Requirement", "B-25")]
    public void Compile_LargePhoto_ComesBackInOneKAtItsPrice()
    {
        var photo = Guid.CreateVersion7();

        var call = Compiled(Change(new Stylise(photo, "in oil", null), photo, 4000, 3000, "in oil"));

        var sent = GeminiCall.Read(call.Parameters);
        Assert.Equal(("4:3", "1K", "in oil"), (sent.Ratio, sent.Size, sent.Prompt));
        Assert.Equal([photo], sent.Images);
        Assert.Equal(33_600_000, call.ExpectedNanos);
        Assert.Equal("size_snapped", Assert.Single(call.Degradations).Code);
    }

    [Fact]
    public void Compile_PhotoAskedForLarger_IsMadeLarger()
    {
        var photo = Guid.CreateVersion7();
        var order = Change(new Stylise(photo, "x", null), photo, 1024, 1024, "x", new PixelSize(4096, 4096));

        var call = Compiled(order);

        Assert.Equal("4K", GeminiCall.Read(call.Parameters).Size);
        Assert.Empty(call.Degradations);
    }

    [Fact]
    public void Compile_StyleWithoutWords_NamesTheStyle()
    {
        var photo = Guid.CreateVersion7();

        Assert.Contains(
            "anime",
            CallOf(Change(new Stylise(photo, null, "anime"), photo, 64, 64)).Prompt,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<ImageOperation> WithoutACall =>
        [
            new Inpaint(Guid.Empty, Guid.Empty, "a hat", 0.8),
            new Outpaint(Guid.Empty, 8, 8, 8, 8, "a wood", 0.8),
            new Upscale(Guid.Empty, false, false),
            new RemoveBackground(Guid.Empty, false, false),
        ];

    [Theory]
    [MemberData(nameof(WithoutACall), DisableDiscoveryEnumeration = true)]
    public void Compile_WhatNeedsAMask_IsPassedOver(ImageOperation operation)
    {
        var compilation = GeminiCompiler.Compile(Change(operation, Guid.CreateVersion7(), 64, 64, "x"));

        var reason = Assert.IsType<Compilation.Impossible>(compilation).Reason;
        Assert.Equal(RejectionCause.Capability, reason.Cause);
    }
}
