using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class CompileTests
{
    private static readonly Guid Source = new("0197a000-0000-7000-8000-000000000001");
    private static readonly Guid Mask = new("0197a000-0000-7000-8000-000000000002");

    [Fact]
    public void Compile_Create_IsThisCall()
    {
        var call = PaidCalls.Compiled(Orders.Create("a red fox, oil on canvas", width: 1536, height: 1024));

        Assert.Equal(
            """{"model":"gpt-image-2.5-flare","prompt":"a red fox, oil on canvas","size":"1536x1024","quality":"medium"}""",
            call.Parameters.GetRawText()
        );
        Assert.Equal(
            ("openai", Orders.Flare, 1, 10),
            (call.Provider, call.Model, call.PicturesPerCall, call.MaxPerCall)
        );
        Assert.Empty(call.Degradations);
    }

    [Theory]
    [InlineData(Quality.Draft, "low")]
    [InlineData(Quality.Standard, "medium")]
    [InlineData(Quality.High, "high")]
    [InlineData(Quality.Ultra, "high")]
    public void Compile_Quality_IsNamedAndNeverAuto(Quality quality, string named)
    {
        var call = PaidCalls.Compiled(Orders.Create(quality: quality));

        Assert.Equal(named, call.Parameters.GetProperty("quality").GetString());
    }

    [Fact]
    public void Compile_Stylise_IsAnEditInTheSourcesSize()
    {
        var call = PaidCalls.Compiled(
            Orders.Edit(new Stylise(Source, "as a cartoon", "cartoon"), 1024, 768, "as a cartoon, flat colours")
        );

        Assert.Equal(
            """{"model":"gpt-image-2.5-flare","prompt":"as a cartoon, flat colours","size":"1024x768","quality":"medium","image":"0197a000-0000-7000-8000-000000000001"}""",
            call.Parameters.GetRawText()
        );
    }

    [Fact]
    public void Compile_Inpaint_NamesTheMask()
    {
        var call = PaidCalls.Compiled(Orders.Edit(new Inpaint(Source, Mask, "a hat", 0.8), 1024, 1024, "a hat"));

        Assert.Equal(
            """{"model":"gpt-image-2.5-flare","prompt":"a hat","size":"1024x1024","quality":"medium","image":"0197a000-0000-7000-8000-000000000001","mask":"0197a000-0000-7000-8000-000000000002"}""",
            call.Parameters.GetRawText()
        );
    }

    [Fact]
    public void Compile_Outpaint_GrowsTheSize()
    {
        var call = PaidCalls.Compiled(
            Orders.Edit(new Outpaint(Source, 256, 256, 0, 128, "more sea", 0.8), 1024, 1024, "more sea")
        );

        Assert.Equal(
            """{"model":"gpt-image-2.5-flare","prompt":"more sea","size":"1536x1152","quality":"medium","image":"0197a000-0000-7000-8000-000000000001","margins":{"left":256,"right":256,"top":0,"bottom":128}}""",
            call.Parameters.GetRawText()
        );
    }

    [Trait("Requirement", "C-42")]
    [Fact]
    public void Compile_Variation_IsAnEditWithWordsOfOurs()
    {
        var call = PaidCalls.Compiled(Orders.Edit(new Variation(Source, null, 0.8), 1024, 1024));

        var order = OpenAiCall.Read(call.Parameters);
        Assert.Equal("/v1/images/edits", order.Path);
        Assert.Equal(Source, order.Image);
        Assert.StartsWith("Make another picture like this one", order.Prompt, StringComparison.Ordinal);
        Assert.Empty(call.Degradations);
    }

    [Fact]
    public void Compile_StyliseWithoutWords_NamesTheStyle()
    {
        var call = PaidCalls.Compiled(Orders.Edit(new Stylise(Source, null, "ghibli"), 1024, 1024));

        Assert.Contains("ghibli", OpenAiCall.Read(call.Parameters).Prompt, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Compile_AnyOperation_SurvivesTheDatabase(CompileOrder order)
    {
        var call = PaidCalls.Compiled(order);

        var stored = PaidCalls.Stored(call);

        Assert.NotEqual(call.Parameters.GetRawText(), stored.Parameters.GetRawText());
        Assert.Equal(OpenAiCall.Read(call.Parameters), OpenAiCall.Read(stored.Parameters));
    }

    [Fact]
    public void Compile_UpscaleAndRemoveBackground_AreImpossible()
    {
        AssertImpossible(Orders.Edit(new Upscale(Source, false, false), 1024, 1024), RejectionCause.Capability);
        AssertImpossible(
            Orders.Edit(new RemoveBackground(Source, false, false), 1024, 1024),
            RejectionCause.Capability
        );
    }

    [Fact]
    public void Compile_SizeNotMade_IsTheNearestAndDeclared()
    {
        var call = PaidCalls.Compiled(Orders.Edit(new Variation(Source, null, 0.8), 1000, 750));

        Assert.Equal("1024x768", OpenAiCall.Read(call.Parameters).Size);
        var loss = Assert.Single(call.Degradations);
        Assert.Equal(("size_snapped", "OpenAI makes 1024x768 where 1000x750 was wanted."), (loss.Code, loss.Text));
    }

    [Fact]
    public void Compile_OtherStrength_IsDeclared()
    {
        var call = PaidCalls.Compiled(Orders.Edit(new Variation(Source, null, 0.3), 1024, 1024));

        Assert.Equal("strength_unsupported", Assert.Single(call.Degradations).Code);
    }

    [Theory]
    [InlineData("gpt-image-2.5-flare", 4000, 3000)]
    [InlineData("gpt-image-2.5-flare", 3000, 800)]
    [InlineData("gpt-image-1.5", 1024, 768)]
    [InlineData("gpt-image-1.5", 2048, 2048)]
    public void Compile_MaskOnAShapeThatIsNotMade_IsImpossible(string model, int width, int height) =>
        AssertImpossible(
            Orders.Edit(new Inpaint(Source, Mask, "a hat", 0.8), width, height, "a hat", model),
            RejectionCause.Size
        );

    [Theory]
    [InlineData(2048, 2048, true)]
    [InlineData(1536, 1024, false)]
    [InlineData(816, 816, false)]
    public void Compile_MaskWithAnotherSizeAsked_MustFitThePicture(int width, int height, bool fits)
    {
        var order = Orders.Edit(new Inpaint(Source, Mask, "a hat", 0.8), 1024, 1024, "a hat");
        order = order with { Request = order.Request with { Size = new PixelSize(width, height) } };

        if (fits)
        {
            Assert.Equal($"{width}x{height}", OpenAiCall.Read(PaidCalls.Compiled(order).Parameters).Size);
        }
        else
        {
            AssertImpossible(order, RejectionCause.Size);
        }
    }

    [Fact]
    public void Compile_StyliseWithAnotherSizeAsked_TakesIt()
    {
        var order = Orders.Edit(new Stylise(Source, null, "oil"), 1000, 750);
        order = order with { Request = order.Request with { Size = new PixelSize(1536, 1024) } };

        var call = PaidCalls.Compiled(order);

        Assert.Equal("1536x1024", OpenAiCall.Read(call.Parameters).Size);
        Assert.Empty(call.Degradations);
    }

    [Fact]
    public void Compile_OutpaintBeyondTheLargest_IsImpossible() =>
        AssertImpossible(
            Orders.Edit(new Outpaint(Source, 1000, 1000, 0, 0, null, 0.8), 2048, 1024),
            RejectionCause.Size
        );

    [Fact]
    public void Compile_MaskOnASmallPicture_IsMadeLarger()
    {
        var call = PaidCalls.Compiled(Orders.Edit(new Inpaint(Source, Mask, "a hat", 0.8), 512, 512, "a hat"));

        Assert.Equal("816x816", OpenAiCall.Read(call.Parameters).Size);
    }

    [Fact]
    public void Compile_KnownModel_ExpectsItsTokens()
    {
        // 1756 tokens at $30 a million, and 9 characters of prompt at $5.
        Assert.Equal(52_695_000, PaidCalls.Compiled(Orders.Create(quality: Quality.High)).ExpectedNanos);
        Assert.Equal(500_000_000, PaidCalls.Compiled(Expensive()).ExpectedNanos);
        Assert.Null(PaidCalls.Compiled(Orders.Create(model: "gpt-image-9")).ExpectedNanos);
    }

    public static TheoryData<CompileOrder> Operations() =>
        [
            Orders.Create(),
            Orders.Edit(new Stylise(Source, null, "oil"), 1024, 1024),
            Orders.Edit(new Inpaint(Source, Mask, "a hat", 0.8), 1024, 1024, "a hat"),
            Orders.Edit(new Outpaint(Source, 256, 256, 0, 128, null, 0.8), 1024, 1024),
            Orders.Edit(new Variation(Source, null, 0.8), 1024, 1024),
        ];

    private static CompileOrder Expensive() =>
        Orders.Create(quality: Quality.High, model: "gpt-image-2", width: 3840, height: 2160);

    private static void AssertImpossible(CompileOrder order, RejectionCause cause) =>
        Assert.Equal(cause, Assert.IsType<Compilation.Impossible>(OpenAiCompiler.Compile(order)).Reason.Cause);
}
