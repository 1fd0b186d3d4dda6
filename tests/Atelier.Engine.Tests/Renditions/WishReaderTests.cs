using Atelier.Core.Images;
using Atelier.Core.Requests;
using Atelier.Engine.Finishing;
using Atelier.Engine.Renditions;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Tests.Renditions;

public sealed class WishReaderTests
{
    private static readonly ImageOptions Settings = new()
    {
        Presets =
        {
            ["card"] = new()
            {
                ["Width"] = "640",
                ["height"] = "360",
                ["Fit"] = "cover",
                ["Quality"] = "60",
            },
        },
    };

    private readonly ErrorList _errors = new();

    [Theory]
    [InlineData("1", 40)]
    [InlineData("40", 40)]
    [InlineData("49", 40)]
    [InlineData("50", 60)]
    [InlineData("60", 60)]
    [InlineData("69", 60)]
    [InlineData("70", 80)]
    [InlineData("80", 80)]
    [InlineData("100", 80)]
    public void Read_AnyQuality_IsTheNearestLevel(string quality, int level) =>
        Assert.Equal(level, Read(new WishDraft { Quality = quality }).Quality);

    [Fact]
    public void Read_Nothing_IsTheFileAsStored()
    {
        Assert.True(Read(new WishDraft()).AsStored);
        Assert.False(Read(new WishDraft { Width = "1" }).AsStored);
        Assert.False(Read(new WishDraft { Format = "auto" }).AsStored);
        Assert.Empty(_errors.Errors);
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var wish = Read(
            new WishDraft
            {
                Width = "4096",
                Height = "1",
                Fit = "pad",
                Format = "avif",
                Quality = "60",
            }
        );

        Assert.Equal(
            new RenditionWish(Rendition.Original)
            {
                Width = 4096,
                Height = 1,
                Fit = FitMode.Pad,
                Format = WishedFormat.Avif,
                Quality = 60,
            },
            wish
        );
        Assert.Empty(_errors.Errors);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("4097")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("+1")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    [InlineData("٣")]
    public void Read_WrongSide_IsNamedWithItsBounds(string side)
    {
        Read(new WishDraft { Width = side, Height = side });

        Assert.Equal(["w", "h"], _errors.Errors.Select(error => error.Field));
        Assert.All(_errors.Errors, error => Assert.Contains("1 to 4096", error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("crop", null, "fit")]
    [InlineData("Cover", null, "fit")]
    [InlineData(null, "svg", "format")]
    [InlineData(null, "jpg", "format")]
    public void Read_UnknownWord_NamesTheWords(string? fit, string? format, string field)
    {
        Read(
            new WishDraft
            {
                Width = "1",
                Height = "1",
                Fit = fit,
                Format = format,
            }
        );

        var error = Assert.Single(_errors.Errors);
        Assert.Equal(field, error.Field);
        Assert.NotEmpty(error.Allowed!);
    }

    [Fact]
    public void Read_MistypedFormat_NamesTheNearOne()
    {
        Read(new WishDraft { Format = "jpg" });

        Assert.Contains("Did you mean jpeg?", Assert.Single(_errors.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cover")]
    [InlineData("pad")]
    public void Read_FitThatNeedsBothSides_SaysSo(string fit)
    {
        Read(new WishDraft { Width = "10", Fit = fit });

        Assert.Equal("fit", Assert.Single(_errors.Errors).Field);
    }

    [Fact]
    public void Read_SmallFileWithASize_IsRefused()
    {
        Reader().Read(Rendition.Thumb256, new WishDraft { Width = "10" }, WishFields.Address, _errors);

        Assert.Equal("variant", Assert.Single(_errors.Errors).Field);
    }

    [Fact]
    public void Read_Preset_FillsWhatWasNotSaid()
    {
        var wish = Read(new WishDraft { Preset = "card", Quality = "40" });

        Assert.Equal((640, 360, FitMode.Cover, 40), (wish.Width, wish.Height, wish.Fit, wish.Quality));
        Assert.Empty(_errors.Errors);
    }

    [Fact]
    public void Read_UnknownPreset_NamesTheKnownOnes()
    {
        Read(new WishDraft { Preset = "crad" });

        var error = Assert.Single(_errors.Errors);
        Assert.Equal("preset", error.Field);
        Assert.Contains("Did you mean card?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PresetWhereThereAreNone_SaysSo()
    {
        Reader(new ImageOptions())
            .Read(Rendition.Original, new WishDraft { Preset = "card" }, WishFields.Address, _errors);

        Assert.Contains("no presets", Assert.Single(_errors.Errors).Message, StringComparison.Ordinal);
    }

    private RenditionWish Read(WishDraft draft) =>
        Reader().Read(Rendition.Original, draft, WishFields.Address, _errors);

    private static WishReader Reader(ImageOptions? settings = null) =>
        new(new PresetBook(Options.Create(settings ?? Settings)));
}
