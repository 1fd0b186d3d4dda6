using Atelier.Core.Requests;

namespace Atelier.Core.Tests.Prompts;

/// <summary>Whole prompts, with the words that are shipped.</summary>
public sealed class PromptComposerTests
{
    private const string Ten =
        "low quality, blurry, distorted, watermark, text, logo, signature, artifacts, noise, grain";

    private static readonly PromptContext Full = new(ColorScheme.Warm, Lighting.Soft, ["navy blue", "#ff8800", "red"]);

    [Fact]
    [Trait("Requirement", "C-28")]
    public void Compose_WithEverything_KeepsTheOrder() =>
        Assert.Equal(
            "a lake, minimalist design, simple shapes, clean composition, negative space, flat design, "
                + "warm color palette, golden tones, soft diffused lighting, gentle shadows, "
                + "incorporating navy blue and #ff8800 color accents",
            (Asked.For("a lake", "minimal") with { Context = Full }).Compose().Prompt
        );

    [Fact]
    [Trait("Requirement", "C-34")]
    public void Compose_ForMidjourney_EnhancesBehindTheContext() =>
        Assert.Equal(
            "a lake, minimalist design, simple shapes, clean composition, negative space, flat design, "
                + "warm color palette, golden tones, soft diffused lighting, gentle shadows, "
                + "incorporating navy blue and #ff8800 color accents, high quality, professional photography",
            (Asked.For(" <a lake> --seed 9", "minimal") with { Context = Full }).Compose("midjourney-v7").Prompt
        );

    [Theory]
    [InlineData(ColorScheme.Warm, "warm color palette, golden tones")]
    [InlineData(ColorScheme.Cool, "cool color palette, blue tones")]
    [InlineData(ColorScheme.Neutral, "neutral colors, balanced tones")]
    [InlineData(ColorScheme.Vibrant, "vibrant colors, saturated")]
    [Trait("Requirement", "C-29")]
    public void Compose_ColorScheme_AddsItsWords(ColorScheme scheme, string words) =>
        Assert.Equal(
            $"a lake, {words}",
            (Asked.For("a lake") with { Context = new(scheme, null, []) }).Compose().Prompt
        );

    [Theory]
    [InlineData(Lighting.Natural, "natural daylight, outdoor lighting")]
    [InlineData(Lighting.Studio, "studio lighting, controlled environment")]
    [InlineData(Lighting.Dramatic, "dramatic lighting, high contrast, shadows")]
    [InlineData(Lighting.Soft, "soft diffused lighting, gentle shadows")]
    [Trait("Requirement", "C-30")]
    public void Compose_Lighting_AddsItsWords(Lighting lighting, string words) =>
        Assert.Equal(
            $"a lake, {words}",
            (Asked.For("a lake") with { Context = new(null, lighting, []) }).Compose().Prompt
        );

    [Theory]
    [InlineData("", "")]
    [InlineData("red", ", incorporating red color accents")]
    [InlineData("red|#fff", ", incorporating red and #fff color accents")]
    [InlineData("red|#fff|blue", ", incorporating red and #fff color accents")]
    [Trait("Requirement", "C-31")]
    public void Compose_BrandColors_UsesTheFirstTwo(string colors, string words) =>
        Assert.Equal(
            "a lake" + words,
            (
                Asked.For("a lake") with
                {
                    Context = new(null, null, colors.Split('|', StringSplitOptions.RemoveEmptyEntries)),
                }
            )
                .Compose()
                .Prompt
        );

    [Theory]
    [InlineData(null, null, Ten)]
    [InlineData(null, "people", Ten + ", people")]
    [InlineData("minimal", "people", "complex, detailed, busy, cluttered, realistic, " + Ten + ", people")]
    [InlineData("photo", null, "amateur, low quality, blurry, artistic, illustration, " + Ten)]
    [InlineData(
        "text-heavy",
        null,
        "low quality, blurry, distorted, watermark, logo, signature, artifacts, noise, grain"
    )]
    [InlineData("oil", "people", Ten + ", people")]
    [Trait("Requirement", "C-32")]
    public void Compose_Negative_IsTheStylesThenTheTenThenTheCallers(string? style, string? own, string words) =>
        Assert.Equal(words, Asked.For("a lake", style, own).Compose().NegativePrompt);

    [Theory]
    [InlineData(null)]
    [InlineData("people", "negative_prompt_dropped")]
    [Trait("Requirement", "C-32")]
    public void Compose_OfferWithoutNegative_DeclaresOnlyTheCallersOwn(string? own, params string[] codes)
    {
        var composed = Asked.For("a lake", "minimal", own).Compose(negative: false);

        Assert.Null(composed.NegativePrompt);
        Assert.Equal(codes, composed.Codes());
    }

    [Theory]
    [InlineData(null, null, Ten)]
    [InlineData("photo", "people", "amateur, low quality, blurry, artistic, illustration, " + Ten + ", people")]
    [InlineData("oil", null, "low quality, watermark, text, logo, signature, artifacts, noise, grain")]
    [Trait("Requirement", "C-32")]
    public void Compose_OfferWithoutNegative_TellsAllThatIsDropped(string? style, string? own, string dropped)
    {
        var asked = Asked.For("a lake", style, own);

        Assert.Equal(dropped, asked.Compose(negative: false).NegativeDropped);
        Assert.Null(asked.Compose(negative: true).NegativeDropped);
    }

    [Theory]
    [InlineData("ghibli", "Studio Ghibli anime style, soft watercolor, dreamy atmosphere")]
    [InlineData("dragonball", "Dragon Ball Z anime style, vibrant colors, dynamic pose, Akira Toriyama art")]
    [InlineData("pixel", "pixel art style, 16-bit, retro gaming aesthetic, vibrant pixelated colors")]
    [InlineData("oil", "oil painting style, classical art, rich textures, Renaissance painting")]
    [InlineData("cartoon", "cartoon style, cute, colorful, simple lines, playful")]
    [Trait("Requirement", "B-19")]
    public void Compose_TransferStyle_PutsItsWordsFirstAndItsTagsLast(string style, string words)
    {
        const string Tags = "high quality, detailed, masterpiece";
        var request = Asked.Photo("at night", style);

        Assert.Equal(
            $"{words}, at night, {Tags}, avoid blurry, avoid distorted",
            request.Compose(negative: false).Prompt
        );
        Assert.Equal(
            $"{words}, {Tags}, avoid blurry, avoid distorted",
            Asked.Photo(null, style).Compose(negative: false).Prompt
        );
        var composed = request.Compose(negative: true);
        Assert.Equal($"{words}, at night, {Tags}", composed.Prompt);
        Assert.Equal(Ten, composed.NegativePrompt);
        Assert.Equal($"{words}, at night, {Tags}", request.Compose("midjourney-v7").Prompt);
    }

    [Fact]
    [Trait("Requirement", "B-19")]
    public void Compose_TransferStyleWhereTheTenLackItsTags_AddsThem()
    {
        var words = Asked.Catalogue.Words with { QualityNegatives = ["mud", "Blurry"] };

        Assert.Equal("mud, Blurry, distorted", Asked.Photo(null, "oil").Compose(words: words).NegativePrompt);
    }

    [Theory]
    [InlineData("a fox", "midjourney-v7", "a fox, high quality, professional photography")]
    [InlineData("a fox", "midjourney-v6", "a fox, high quality, professional photography")]
    [InlineData("a fox", "niji-6", "a fox, high quality")]
    [InlineData("a fox", "flux-1.1-pro", "a fox")]
    [InlineData("a Detailed fox", "midjourney-v7", "a Detailed fox")]
    [InlineData("a fox in 8K", "midjourney-v7", "a fox in 8K")]
    [InlineData("a professional", "midjourney-v7", "a professional")]
    [InlineData("High Quality fox", "niji-6", "High Quality fox")]
    [Trait("Requirement", "A-43")]
    public void Compose_Midjourney_PraisesWhatHoldsNoPraise(string prompt, string model, string words) =>
        Assert.Equal(words, Asked.For(prompt).Compose(model).Prompt);

    [Fact]
    [Trait("Requirement", "A-43")]
    public void Compose_PraiseInTheStylesWords_IsEnough() =>
        Assert.EndsWith(", natural lighting", Asked.For("a fox", "realistic").Compose("midjourney-v7").Prompt);

    [Theory]
    [InlineData("lifestyle", ", natural lighting, candid, authentic")]
    [InlineData("hero-shot", ", dramatic lighting, cinematic composition")]
    [InlineData("product-photo", ", studio lighting, clean background, commercial photography")]
    [InlineData("artistic", ", artistic, creative, visually striking")]
    [InlineData("product-detail", "")]
    [InlineData("text-heavy", "")]
    [InlineData(null, "")]
    [Trait("Requirement", "A-44")]
    public void Compose_UseStyleForMidjourney_AddsItsOwnWordsBehindThePraise(string? style, string words) =>
        Assert.Equal(
            $"a fox, high quality, professional photography{words}",
            Asked.For("a fox", style).Compose("midjourney-v7").Prompt
        );

    [Fact]
    public void Compose_UseStyleElsewhere_KeepsItsWords() =>
        Assert.Equal(
            "a fox, everyday moment, soft daylight, unposed",
            Asked.For("a fox", "lifestyle").Compose().Prompt
        );

    [Fact]
    public void Compose_Edit_IsCleanedAndNothingElse()
    {
        var edit = new ImageRequest
        {
            Operation = new Inpaint(Guid.Empty, Guid.Empty, "a hat --v 5", 0.8),
            Context = Full,
        };

        var composed = edit.Compose("midjourney-v7");

        Assert.Equal(("a hat", null), (composed.Prompt, composed.NegativePrompt));
        Assert.Equal(["prompt_flags_removed"], composed.Codes());
    }

    [Fact]
    public void Compose_WithoutWords_StaysEmpty()
    {
        Assert.Equal("", Asked.Photo(null, null).Compose("midjourney-v7").Prompt);
        Assert.Equal("", Asked.For("--seed 5", "realistic").Compose("midjourney-v7").Prompt);
        Assert.Equal(
            "",
            new ImageRequest { Operation = new RemoveBackground(Guid.Empty, false, false) }
                .Compose()
                .Prompt
        );
    }

    [Fact]
    [Trait("Requirement", "A-29")]
    public void Compose_WhatWasTakenOut_IsDeclaredOnceForPromptAndNegative()
    {
        var composed = Asked
            .For("a fox --seed 99 —v 5", negative: "trees --turbo, grass --v 5")
            .Compose("midjourney-v7");

        var loss = Assert.Single(composed.Degradations);
        Assert.Equal("prompt_flags_removed", loss.Code);
        Assert.EndsWith(": --seed, --v, --turbo.", loss.Text);
        Assert.EndsWith(", trees, grass", composed.NegativePrompt);
    }

    [Fact]
    [Trait("Requirement", "B-63")]
    public void Compose_PromptLongerThanTheDoorTakes_IsCutAndDeclared()
    {
        var request = Asked.Photo(new string('a', 499) + "🦊" + new string('b', 9), "oil") with { CutPromptAt = 500 };

        var composed = request.Compose();

        Assert.Contains($", {new string('a', 499)}, high", composed.Prompt);
        Assert.Equal(["prompt_cut"], composed.Codes());
    }
}
