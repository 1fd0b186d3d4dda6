using System.Text.RegularExpressions;
using Atelier.Core.Requests;
using Atelier.Core.Routing;
using Atelier.TestKit.Texts;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>What stands in the text of a new picture.</summary>
public sealed partial class CompileTextTests
{
    [Fact]
    [Trait("Requirement", "A-28")]
    public void Compile_WithEverything_OrdersTheFlags()
    {
        var order = Create(
            negative: "blurry, text",
            options: [("mode", "turbo"), ("stylize", "250"), ("chaos", "7"), ("quality", "0.5")]
        );

        Assert.Equal(
            "a detailed red fox --ar 91:51 --s 250 --c 7 --q 0.5 --seed 4242 --v 7 --turbo --no blurry, text",
            TextOf(order)
        );
    }

    [Fact]
    [Trait("Requirement", "A-28")]
    public void Compile_WithNothing_SaysRatioStylizeSeedVersionAndMode() =>
        Assert.Equal("a detailed red fox --ar 91:51 --s 100 --seed 4242 --v 7 --fast", TextOf(Create()));

    [Fact]
    [Trait("Requirement", "A-01")]
    public void Compile_DefaultsOfTheOffer_HoldWhereTheRequestSaysNothing()
    {
        var order = Create(options: [("chaos", "7")]);
        var defaults = new Dictionary<string, string>
        {
            ["mode"] = "turbo",
            ["stylize"] = "300",
            ["chaos"] = "50",
            ["reference_strength"] = "0.5",
        };

        var text = TextOf(order with { Offer = order.Offer with { DefaultParams = defaults } });

        Assert.Equal("a detailed red fox --ar 91:51 --s 300 --c 7 --seed 4242 --v 7 --turbo", text);
    }

    [Theory]
    [InlineData(1024, 1024, "1:1")]
    [InlineData(1344, 896, "3:2")]
    [InlineData(1920, 1080, "16:9")]
    [InlineData(1080, 1920, "9:16")]
    [InlineData(1232, 928, "77:58")]
    [InlineData(1023, 1024, "1023:1024")]
    [Trait("Requirement", "A-28")]
    [Trait("Requirement", "A-31")]
    public void Compile_Size_BecomesARatioInWholeNumbers(int width, int height, string ratio) =>
        Assert.Contains($" --ar {ratio} --s ", TextOf(Create(width: width, height: height)));

    [Theory]
    [InlineData("midjourney-v7", "--v 7")]
    [InlineData("midjourney-v6", "--v 6")]
    [InlineData("midjourney-v6.1", "--v 6.1")]
    [InlineData("niji-6", "--niji 6")]
    [Trait("Requirement", "A-28")]
    [Trait("Requirement", "A-03")]
    [Trait("Requirement", "A-04")]
    [Trait("Requirement", "A-05")]
    public void Compile_Model_SaysItsVersion(string model, string flag) =>
        Assert.EndsWith($" --seed 4242 {flag} --fast", TextOf(Create(model: model)));

    [Theory]
    [InlineData("midjourney")]
    [InlineData("niji-6 --turbo")]
    public void Compile_UnknownModel_IsPassedOver(string model) =>
        Assert.Equal(RejectionCause.Capability, Rejected(Create(model: model)).Cause);

    [Fact]
    [Trait("Requirement", "A-31")]
    public void Compile_WithoutSize_HasNoRatioOfItsOwn()
    {
        var order = Create();

        var reason = Rejected(order with { Request = order.Request with { Size = null } });

        Assert.Equal(RejectionCause.Size, reason.Cause);
    }

    [Theory]
    [InlineData("stylize", "0", " --s 0 ")]
    [InlineData("stylize", "1000", " --s 1000 ")]
    [InlineData("chaos", "100", " --c 100 ")]
    [InlineData("quality", "0.25", " --q 0.25 ")]
    [InlineData("mode", "fast", " --fast")]
    [Trait("Requirement", "A-26")]
    public void Compile_OptionInRange_BecomesItsFlag(string name, string value, string flag) =>
        Assert.Contains(flag, TextOf(Create(options: [(name, value)])));

    [Theory]
    [InlineData("chaos", "0", "--c")]
    [InlineData("quality", "1", "--q")]
    [InlineData("quality", "1.0", "--q")]
    [Trait("Requirement", "A-28")]
    public void Compile_OptionWithTheUsualValue_IsNotSaid(string name, string value, string flag) =>
        Assert.DoesNotContain(flag, TextOf(Create(options: [(name, value)])));

    [Theory]
    [InlineData("stylize", "1001")]
    [InlineData("stylize", "-1")]
    [InlineData("stylize", "1.5")]
    [InlineData("stylize", "")]
    [InlineData("chaos", "101")]
    [InlineData("chaos", "5 --turbo")]
    [InlineData("quality", "2")]
    [InlineData("quality", "0.3")]
    [InlineData("mode", "hyper")]
    [InlineData("mode", "Turbo")]
    [InlineData("reference_strength", "1.01")]
    [InlineData("reference_strength", "-0.1")]
    [InlineData("reference_strength", "NaN")]
    [InlineData("weird", "5")]
    [Trait("Requirement", "A-26")]
    public void Compile_OptionOutOfRange_IsTheCallersMistake(string name, string value)
    {
        var reason = Rejected(Create(options: [(name, value)]));

        Assert.Equal(RejectionCause.Option, reason.Cause);
        Assert.Contains(name, reason.Text);
    }

    [Fact]
    [Trait("Requirement", "A-27")]
    public void Compile_Turbo_CostsTwiceFast()
    {
        var fast = Compiled(Create());
        var turbo = Compiled(Create(options: ("mode", "turbo")));

        Assert.Equal((80_000_000, 80_000_000), (fast.ExpectedNanos, fast.MaximumNanos));
        Assert.Equal((160_000_000, 160_000_000), (turbo.ExpectedNanos, turbo.MaximumNanos));
        Assert.Equal((null, 2m), (fast.PriceFactor, turbo.PriceFactor));
    }

    [Fact]
    [Trait("Requirement", "A-27")]
    public void Compile_Relax_RunsAsFastAndSaysSo()
    {
        var call = Compiled(Create(options: ("mode", "relax")));

        Assert.EndsWith(" --fast", TextOf(call));
        Assert.Equal(["mode_unavailable"], Codes(call));
        Assert.Equal(80_000_000, call.MaximumNanos);
    }

    [Fact]
    [Trait("Requirement", "A-29")]
    public void Compile_FlagsInThePrompt_LeaveOursAndTheStylesWords() =>
        Assert.Equal(
            "a detailed fox, abstract art, artistic interpretation, creative visualization, conceptual art"
                + " --ar 91:51 --s 100 --seed 4242 --v 7 --fast --no realistic, photograph, detailed, low quality, blurry,"
                + " distorted, watermark, text, logo, signature, artifacts, noise, grain, trees, grass",
            TextOf(Composed("a detailed fox --seed 99 —v 5 --no trees", "trees --turbo, grass", "abstract"))
        );

    [Fact]
    [Trait("Requirement", "A-29")]
    public void Compile_NothingButFlags_IsPassedOver() =>
        Assert.Equal(RejectionCause.Prompt, Rejected(Composed("--v 7 --seed 1")).Cause);

    [Fact]
    [Trait("Requirement", "A-29")]
    public void Compile_AnyWordsAtAll_GivesOurFlagsAndNoOthers()
    {
        var random = new HostileTexts(7);
        for (var round = 0; round < 3_000; round++)
        {
            var order = Composed("fox " + random.Text(), "fog " + random.Text());

            var text = TextOf(order);

            Assert.Equal(
                ["--ar", "--s", "--seed", "--v", "--fast", "--no"],
                Flag().Matches(text).Select(flag => flag.Value)
            );
        }
    }

    [Fact]
    [Trait("Requirement", "A-28")]
    public void Compile_TooLong_IsPassedOver()
    {
        var fits = Create("detailed " + new string('a', 4000), negative: new string('b', 4000));
        var tooLong = Create("detailed " + new string('a', 4000), negative: new string('b', 4180));

        Assert.InRange(TextOf(fits).Length, 8000, 8192);
        Assert.Equal(RejectionCause.Prompt, Rejected(tooLong).Cause);
        // The longest address has to fit before it.
        Assert.Equal(RejectionCause.Prompt, Rejected(fits with { Source = Foreign(), PublicAddress = true }).Cause);
    }

    [Theory]
    [InlineData("a fox", "midjourney-v7", "a fox, high quality, professional photography")]
    [InlineData("a fox", "niji-6", "a fox, high quality")]
    [InlineData("a Detailed fox", "midjourney-v7", "a Detailed fox")]
    [InlineData("a fox in 8K", "midjourney-v7", "a fox in 8K")]
    [InlineData("a professional", "midjourney-v7", "a professional")]
    [InlineData("High Quality fox", "niji-6", "High Quality fox")]
    [Trait("Requirement", "A-43")]
    public void Compile_WordsWithoutPraise_GetSome(string prompt, string model, string words) =>
        Assert.StartsWith(words + " --ar ", TextOf(Composed(prompt, model: model)));

    [Theory]
    [InlineData("lifestyle", ", natural lighting, candid, authentic")]
    [InlineData("hero-shot", ", dramatic lighting, cinematic composition")]
    [InlineData("product-photo", ", studio lighting, clean background, commercial photography")]
    [InlineData("artistic", ", artistic, creative, visually striking")]
    [InlineData("product-detail", "")]
    [InlineData("text-heavy", "")]
    [InlineData(null, "")]
    [Trait("Requirement", "A-44")]
    public void Compile_UseStyle_AddsItsWords(string? style, string words) =>
        Assert.StartsWith($"a detailed red fox{words} --ar ", TextOf(Composed("a detailed red fox", style: style)));

    [Fact]
    [Trait("Requirement", "A-30")]
    public void Compile_ReferencePicture_IsWeighedAndItsAddressComesLater()
    {
        var order = Create(options: ("reference_strength", "0.5")) with { Source = Foreign(), PublicAddress = true };

        var call = Compiled(order);

        Assert.EndsWith(" --seed 4242 --v 7 --fast --iw 1.5", TextOf(call));
        Assert.Equal(order.Source!.Id, call.Parameters.GetProperty("picture").GetGuid());
    }

    [Fact]
    [Trait("Requirement", "A-30")]
    public void Compile_ReferencePictureWithoutPublicAddress_IsPassedOverWithThatReason()
    {
        var reason = Rejected(Create() with { Source = Foreign() });

        Assert.Equal(RejectionCause.Availability, reason.Cause);
        Assert.Contains("public address", reason.Text);
    }

    [Fact]
    public void Compile_StrengthWithoutPicture_IsDeclared()
    {
        var call = Compiled(Create(options: ("reference_strength", "0.5")));

        Assert.DoesNotContain("--iw", TextOf(call));
        Assert.Equal(["provider_options_dropped"], Codes(call));
    }

    [Fact]
    public void Compile_Stylise_TakesThePicturesRatio()
    {
        var stylise = new Stylise(Guid.CreateVersion7(), "as a detailed woodcut", "artistic");
        var order = Change(stylise, Foreign(), "as a detailed woodcut");

        var text = TextOf(order);

        Assert.Equal("as a detailed woodcut --ar 4:3 --s 100 --seed 4242 --v 7 --fast", text);
        Assert.Equal(RejectionCause.Availability, Rejected(order with { PublicAddress = false }).Cause);
        Assert.Equal(RejectionCause.Prompt, Rejected(Change(new Stylise(Guid.Empty, null, null), Foreign())).Cause);
    }

    [Fact]
    public void Compile_Diffusion_ServesFourSlotsAndHoldsNoName()
    {
        var call = Compiled(Create());

        Assert.Equal(
            ("legnext", "midjourney-v7", 4, 4),
            (call.Provider, call.Model, call.PicturesPerCall, call.MaxPerCall)
        );
        Assert.Equal("diffusion", call.Parameters.GetProperty("kind").GetString());
        Assert.Equal(Seed, call.Parameters.GetProperty("seed").GetInt64());
        Assert.Single(BodyOf(call).EnumerateObject());
    }

    // As Midjourney reads them: two dashes before a letter, wherever they stand.
    [GeneratedRegex(@"[\p{Pd}\u2212]{2,}[A-Za-z]+|(?<!\S)[\u2012-\u2015\u2212][A-Za-z]+")]
    private static partial Regex Flag();
}
