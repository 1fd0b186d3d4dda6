using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.Providers.Calls;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>Changes to pictures: an edit at LegNext too, or nothing.</summary>
public sealed class CompileChangeTests
{
    private static readonly Guid Picture = Guid.CreateVersion7();

    [Theory]
    [InlineData(false, 0, 120_000_000)]
    [InlineData(true, 1, 160_000_000)]
    [Trait("Requirement", "A-37")]
    public void Compile_Upscale_NamesJobAndPicture(bool details, int type, long expected)
    {
        var call = Compiled(Change(new Upscale(Picture, details, false)));

        Assert.Equal($$"""{"jobId":"job-1","imageNo":2,"type":{{type}}}""", BodyOf(call).GetRawText());
        Assert.Equal("upscale", call.Parameters.GetProperty("kind").GetString());
        Assert.Equal((1, 1), (call.PicturesPerCall, call.MaxPerCall));
        Assert.Equal((expected, expected * 2), (call.ExpectedNanos, call.MaximumNanos));
        Assert.Empty(call.Degradations);
    }

    [Theory]
    [InlineData(0.49, 0)]
    [InlineData(0.5, 1)]
    public void Compile_Variation_IsSubtleOrStrong(double strength, int type)
    {
        var call = Compiled(Change(new Variation(Picture, null, strength)));

        Assert.Equal($$"""{"jobId":"job-1","imageNo":2,"type":{{type}}}""", BodyOf(call).GetRawText());
        Assert.False(call.Parameters.TryGetProperty("seed", out _));
        Assert.Equal((4, 4), (call.PicturesPerCall, call.MaxPerCall));
    }

    [Fact]
    public void Compile_VariationWithWords_CarriesOurSeedAndMode()
    {
        var order = Change(new Variation(Picture, "in snow", 0.8), null, "in snow", ("mode", "turbo"));

        var call = Compiled(order);

        Assert.Equal("in snow --seed 4242 --turbo", BodyOf(call).GetProperty("remixPrompt").GetString());
        Assert.Equal((240_000_000, 240_000_000), (call.ExpectedNanos, call.MaximumNanos));
        Assert.Empty(call.Degradations);
    }

    [Fact]
    public void Compile_Inpaint_KeepsTheMaskForLater()
    {
        var mask = Guid.CreateVersion7();
        var order = Change(new Inpaint(Picture, mask, "a hat", 0.8), null, "a hat");

        var call = Compiled(order);

        Assert.Equal(
            """{"jobId":"job-1","imageNo":2,"remixPrompt":"a hat --seed 4242 --fast"}""",
            BodyOf(call).GetRawText()
        );
        Assert.Equal(mask, call.Parameters.GetProperty("mask").GetGuid());
        Assert.Equal((120_000_000, 240_000_000), (call.ExpectedNanos, call.MaximumNanos));
    }

    [Fact]
    [Trait("Requirement", "C-38")]
    public void Compile_InpaintWithoutPublicAddress_IsPassedOver()
    {
        var order = Change(new Inpaint(Picture, Guid.CreateVersion7(), "a hat", 0.8), null, "a hat");

        Assert.Equal(RejectionCause.Availability, Rejected(order with { PublicAddress = false }).Cause);
    }

    [Theory]
    [InlineData(256, 192, "1.5")]
    [InlineData(51, 38, "1.1")]
    [InlineData(512, 384, "2")]
    [InlineData(256, 190, "1.5")]
    public void Compile_OutpaintOnAllSidesAlike_BecomesAScale(int sides, int ends, string scale)
    {
        var call = Compiled(Change(new Outpaint(Picture, sides, sides, ends, ends, null, 0.8)));

        Assert.Equal($$"""{"jobId":"job-1","imageNo":2,"scale":{{scale}}}""", BodyOf(call).GetRawText());
        Assert.Equal((80_000_000, 160_000_000), (call.ExpectedNanos, call.MaximumNanos));
    }

    [Theory]
    [InlineData(256, 0, 0, 0)]
    [InlineData(256, 256, 0, 0)]
    [InlineData(256, 256, 256, 256)]
    [InlineData(256, 256, 192, 170)]
    [InlineData(20, 20, 15, 15)]
    [InlineData(600, 600, 450, 450)]
    [Trait("Requirement", "C-38")]
    public void Compile_OutpaintOtherwise_IsPassedOver(int left, int right, int top, int bottom)
    {
        var reason = Rejected(Change(new Outpaint(Picture, left, right, top, bottom, null, 0.8)));

        Assert.Equal(RejectionCause.Size, reason.Cause);
        Assert.Contains("all sides alike", reason.Text);
    }

    public static TheoryData<ImageOperation> Changes =>
        [
            new Upscale(Picture, false, false),
            new Variation(Picture, "in snow", 0.8),
            new Inpaint(Picture, Picture, "a hat", 0.8),
            new Outpaint(Picture, 256, 256, 192, 192, "a wood", 0.8),
        ];

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    [Trait("Requirement", "C-38")]
    public void Compile_ChangeOfAnothersPicture_IsPassedOver(ImageOperation operation)
    {
        SourceImage[] others =
        [
            Foreign(),
            Own() with
            {
                TaskId = null,
            },
            Own() with
            {
                TaskPicture = null,
            },
            Own() with
            {
                Provider = "piapi",
            },
        ];

        Assert.All(
            others,
            other => Assert.Contains("own pictures only", Rejected(Change(operation, other, "words")).Text)
        );
        Assert.Equal(
            RejectionCause.Capability,
            Rejected(Change(operation, null, "words") with { Source = null }).Cause
        );
    }

    [Fact]
    [Trait("Requirement", "B-44")]
    public void Compile_OwnPictureWhoseTaskIsNotNamed_SaysThatItsCopyHasNoMark()
    {
        var marked = Own() with { TaskId = null, TaskPicture = null, Marked = true };

        var rejection = Rejected(Change(new Upscale(Picture, false, false), marked));

        Assert.Contains("without the mark", rejection.Text);
    }

    [Fact]
    public void Compile_RemoveBackground_NeedsNothingButThePicture()
    {
        var source = Foreign();

        var call = Compiled(Change(new RemoveBackground(Picture, true, true), source));

        Assert.Equal("{}", BodyOf(call).GetRawText());
        Assert.Equal(source.Id, call.Parameters.GetProperty("picture").GetGuid());
        Assert.Equal((1, 80_000_000), (call.PicturesPerCall, call.MaximumNanos));
        Assert.Equal(["refine_mask_dropped", "preserve_shadow_dropped"], Codes(call));
    }

    [Fact]
    public void Compile_RemoveBackgroundWithoutPublicAddress_IsPassedOver() =>
        Assert.Equal(
            RejectionCause.Availability,
            Rejected(Change(new RemoveBackground(Picture, false, false)) with { PublicAddress = false }).Cause
        );

    [Fact]
    public void Compile_WhatLegNextHasNoPlaceFor_IsDeclared()
    {
        (string, string)[] options = [("mode", "turbo"), ("chaos", "3")];

        Assert.Equal(
            ["denoise_dropped", "provider_options_dropped"],
            Codes(Compiled(Change(new Upscale(Picture, false, true), null, null, options)))
        );
        Assert.Equal(
            ["strength_dropped", "provider_options_dropped"],
            Codes(Compiled(Change(new Outpaint(Picture, 256, 256, 192, 192, null, 0.3), null, null, options)))
        );
    }
}
