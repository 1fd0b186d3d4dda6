using Atelier.Core.Catalogue;
using Atelier.Core.Errors;
using Atelier.Core.Requests;
using Atelier.Core.Tests.Catalogue;

namespace Atelier.Core.Tests.Requests;

public sealed class RequestValidatorTests
{
    private static readonly CatalogueSnapshot Catalogue = ShippedCatalogue.Load();

    private static readonly string Image = Guid.CreateVersion7().ToString();

    [Fact]
    public void Validate_PromptAlone_GetsTheDefaults()
    {
        var request = Validate(new RequestDraft { Prompt = "  a hill  " });

        Assert.Equal("a hill", Assert.IsType<Create>(request.Operation).Prompt);
        Assert.Equal((1, new PixelSize(1024, 1024), Quality.Standard), (request.Count, request.Size, request.Quality));
        Assert.Equal((FallbackRule.Declared, JobClass.Interactive), (request.Fallback, request.Class));
    }

    [Fact]
    public void Validate_EverythingWrong_TellsAllFieldsAtOnce()
    {
        var draft = new RequestDraft
        {
            Prompt = " ",
            Style = "illustraton",
            Model = "gpt-imge-1",
            Count = 11,
            Size = "1x1",
            Fit = "contain",
            Quality = "best",
            Seed = -1,
            OutputFormat = "gif",
            Fallback = "maybe",
            Priority = "now",
            Strength = 2,
            Mask = Image,
        };

        var fields = Errors(draft).Select(error => error.Field);

        Assert.Equal(
            [
                "fallback",
                "fit",
                "mask",
                "model",
                "n",
                "output_format",
                "priority",
                "prompt",
                "quality",
                "seed",
                "size",
                "strength",
                "style",
            ],
            fields.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Validate_UnknownWord_ListsTheAllowedAndTheNearest()
    {
        var error = Assert.Single(Errors(new RequestDraft { Prompt = "a", Style = "illustraton" }));

        Assert.Contains("photo", error.Allowed!);
        Assert.Contains("Did you mean illustration?", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, Quality.Standard)]
    [InlineData("64x64", null, Quality.Draft)]
    [InlineData("896x504", null, Quality.Draft)]
    [InlineData("1024x1024", null, Quality.Standard)]
    [InlineData("1024x1024", "low", Quality.Standard)]
    [InlineData("1024x1024", "high", Quality.High)]
    [InlineData("1792x1008", "draft", Quality.Standard)]
    [InlineData("2560x1440", "draft", Quality.High)]
    [InlineData("3840x2160", "draft", Quality.Ultra)]
    [InlineData("2160x3840", null, Quality.Ultra)]
    [InlineData("64x64", "ultra", Quality.Ultra)]
    public void Validate_SizeAndQuality_TheLargerSetsThePrice(string? size, string? quality, Quality expected) =>
        Assert.Equal(
            expected,
            Validate(
                new RequestDraft
                {
                    Prompt = "a",
                    Size = size,
                    Quality = quality,
                }
            ).Quality
        );

    [Theory]
    [InlineData("16:9", "ultra", 3840, 2160)]
    [InlineData("9:16", "draft", 504, 896)]
    [InlineData("4:3", "high", 2048, 1536)]
    [InlineData("1:1", null, 1024, 1024)]
    public void Validate_AspectRatio_TakesTheSizeOfTheTable(string ratio, string? quality, int width, int height) =>
        Assert.Equal(
            new PixelSize(width, height),
            Validate(
                new RequestDraft
                {
                    Prompt = "a",
                    AspectRatio = ratio,
                    Quality = quality,
                }
            ).Size
        );

    [Theory]
    [InlineData("15x64")]
    [InlineData("3841x100")]
    [InlineData("2161x2161")]
    [InlineData("0x0")]
    [InlineData("-5x5")]
    [InlineData("64")]
    [InlineData("64x64x64")]
    [InlineData("99999999999x1")]
    [InlineData("64 x 64")]
    public void Validate_SizeWeDoNotMake_IsInvalidDimensions(string size) =>
        Assert.Equal(
            ErrorCode.InvalidDimensions,
            Assert.Single(Errors(new RequestDraft { Prompt = "a", Size = size })).Code
        );

    [Fact]
    public void Validate_SizeAndRatio_IsRefused() =>
        Assert.Equal(
            "aspect_ratio",
            Assert
                .Single(
                    Errors(
                        new RequestDraft
                        {
                            Prompt = "a",
                            Size = "64x64",
                            AspectRatio = "1:1",
                        }
                    )
                )
                .Field
        );

    [Theory]
    [InlineData(4000, true)]
    [InlineData(4001, false)]
    public void Validate_PromptLength_EndsAtFourThousand(int length, bool fine)
    {
        var draft = new RequestDraft { Prompt = new string('a', length) };

        Assert.Equal(fine ? [] : [ErrorCode.InvalidPrompt], fine ? [] : Errors(draft).Select(error => error.Code));
        if (fine)
        {
            Assert.Equal(length, Validate(draft).Operation.Texts.Prompt!.Length);
        }
    }

    // By number: attributes are stored as UTF-8, which has no lone surrogates.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0x1b)]
    [InlineData(0x7f)]
    [InlineData(0x85)]
    [InlineData(0xd83d)]
    [InlineData(0xdc00)]
    public void Validate_TextThatIsNotPlain_IsRefused(int character) =>
        Assert.Equal(
            ErrorCode.InvalidPrompt,
            Assert.Single(Errors(new RequestDraft { Prompt = $"a {(char)character} b" })).Code
        );

    [Fact]
    public void Validate_Emoji_IsFine() => Assert.NotNull(Validate(new RequestDraft { Prompt = "a 🦊 in snow" }));

    [Theory]
    [InlineData("stylise", typeof(Stylise))]
    [InlineData("variation", typeof(Variation))]
    [InlineData("upscale", typeof(Upscale))]
    [InlineData("remove_background", typeof(RemoveBackground))]
    public void Validate_OperationOnAnImage_TakesItsSource(string kind, Type type)
    {
        var request = Validate(new RequestDraft { Operation = kind, Image = Image });

        Assert.IsType(type, request.Operation);
        Assert.Equal(kind, request.Operation.Kind);
        Assert.Null(request.Size);
        Assert.Equal("image", Assert.Single(Errors(new RequestDraft { Operation = kind, Image = "mine" })).Field);
    }

    [Fact]
    public void Validate_InpaintWithoutMaskAndPrompt_NamesBoth() =>
        Assert.Equal(
            ["prompt", "mask"],
            Errors(new RequestDraft { Operation = "inpaint", Image = Image }).Select(error => error.Field)
        );

    [Fact]
    public void Validate_OutpaintWithoutEdges_IsRefused() =>
        Assert.Equal("extend", Assert.Single(Errors(new RequestDraft { Operation = "outpaint", Image = Image })).Field);

    [Fact]
    public void Validate_ProviderOptions_UnknownProviderAndOptionAreNamed()
    {
        var draft = new RequestDraft
        {
            Prompt = "a",
            ProviderOptions = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["lokal"] = new Dictionary<string, string>(),
                ["local"] = new Dictionary<string, string> { ["steps"] = "3" },
            },
        };

        Assert.Equal(
            ["provider_options.lokal", "provider_options.local.steps"],
            Errors(draft).Select(error => error.Field)
        );
    }

    [Theory]
    [InlineData("mode", "relax", null)]
    [InlineData("mode", "slow", "use one of fast, turbo, relax")]
    [InlineData("stylize", "0", null)]
    [InlineData("stylize", "1000", null)]
    [InlineData("stylize", "1001", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", "-1", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", "1.0", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", "1.", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", " 1", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", "1e2", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", "9999999999999999999999999999999", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", "", "must be a whole number from 0 to 1000")]
    [InlineData("stylize", null, "must be a whole number from 0 to 1000")]
    [InlineData("chaos", "100", null)]
    [InlineData("chaos", "101", "must be a whole number from 0 to 100")]
    [InlineData("quality", "0.25", null)]
    [InlineData("quality", "0.3", "use one of 0.25, 0.5, 1")]
    [InlineData("reference_strength", "0", null)]
    [InlineData("reference_strength", "0.75", null)]
    [InlineData("reference_strength", "1", null)]
    [InlineData("reference_strength", "1.01", "must be a number from 0 to 1 with at most 2 decimals")]
    [InlineData("reference_strength", "0.333", "must be a number from 0 to 1 with at most 2 decimals")]
    [InlineData("reference_strength", "0,5", "must be a number from 0 to 1 with at most 2 decimals")]
    [Trait("Requirement", "A-26")]
    public void Validate_OptionsOfLegNext_AreCheckedBeforeAnythingIsSent(string name, string? value, string? problem)
    {
        var draft = new RequestDraft
        {
            Prompt = "a",
            ProviderOptions = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["legnext"] = new Dictionary<string, string> { [name] = value! },
            },
        };

        if (problem is null)
        {
            Assert.Equal(value, Validate(draft).ProviderOptions["legnext"][name]);
            return;
        }

        var error = Assert.Single(Errors(draft));
        Assert.Equal($"provider_options.legnext.{name}", error.Field);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithTexts_None_TakesEveryWordOut()
    {
        ImageOperation[] all =
        [
            new Create("secret", "secret", "photo"),
            new Stylise(Guid.Empty, "secret", "oil"),
            new Inpaint(Guid.Empty, Guid.Empty, "secret", 1),
            new Outpaint(Guid.Empty, 1, 1, 1, 1, "secret", 1),
            new Variation(Guid.Empty, "secret", 1),
            new Upscale(Guid.Empty, true, true),
            new RemoveBackground(Guid.Empty, true, true),
        ];

        foreach (var operation in all)
        {
            Assert.DoesNotContain("secret", operation.WithTexts(PromptTexts.None).ToString(), StringComparison.Ordinal);
            Assert.Equal(operation, operation.WithTexts(PromptTexts.None).WithTexts(operation.Texts));
        }
    }

    private static ImageRequest Validate(RequestDraft draft) =>
        RequestValidator.Validate(draft, Catalogue, new ErrorList());

    private static IReadOnlyList<FieldError> Errors(RequestDraft draft) =>
        Assert.Throws<AtelierException>(() => Validate(draft)).Fields;
}
