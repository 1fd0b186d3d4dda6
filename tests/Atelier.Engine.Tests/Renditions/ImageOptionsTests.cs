using Atelier.Engine.Finishing;
using Atelier.Engine.Renditions;

namespace Atelier.Engine.Tests.Renditions;

public sealed class ImageOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreRight()
    {
        var options = new ImageOptions();

        Assert.True(Validate(options).Succeeded);
        Assert.Equal("Made with CodeLeonardo", options.Watermark.Text);
        Assert.Equal(1024L * 1024 * 1024, options.Cache.MaxBytes);
    }

    [Theory]
    [InlineData("Made with ❤ by Ännchen 👩‍🎨", true)]
    [InlineData("<b>&amp; markup is text", true)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("two\nlines", false)]
    [InlineData("a bell \a", false)]
    public void Validate_MarkText_IsOneLineOfSomething(string text, bool right)
    {
        var result = Validate(new ImageOptions { Watermark = { Text = text } });

        Assert.Equal(right, result.Succeeded);
        Assert.True(right || result.FailureMessage!.Contains("Images:Watermark:Text", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void Validate_MarkText_HasAtMostSixtyCharacters(int length, bool right) =>
        Assert.Equal(right, Validate(new ImageOptions { Watermark = { Text = new string('w', length) } }).Succeeded);

    [Theory]
    [InlineData(0, 100, "Images:Reading:MaxPixels must be 8294400 to 250000000.")]
    [InlineData(50_000_000, 1001, "Images:Reading:MaxScans must be 1 to 1000.")]
    public void Validate_LimitsOfReading_NameTheKeyAndTheRange(int pixels, int scans, string message) =>
        Assert.Equal(
            message,
            Validate(new ImageOptions { Reading = { MaxPixels = pixels, MaxScans = scans } }).FailureMessage
        );

    [Fact]
    public void Validate_NegativeBound_NamesTheKey() =>
        Assert.Contains(
            "Images:Cache:MaxBytes",
            Validate(new ImageOptions { Cache = { MaxBytes = -1 } }).FailureMessage,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("card", "Width", "abc", "Images:Presets:card:Width")]
    [InlineData("card", "Width", "0", "Images:Presets:card:Width")]
    [InlineData("card", "Height", "4097", "Images:Presets:card:Height")]
    [InlineData("card", "Fit", "crop", "Images:Presets:card:Fit")]
    [InlineData("card", "Fit", "cover", "Images:Presets:card:Width")]
    [InlineData("card", "Format", "svg", "Images:Presets:card:Format")]
    [InlineData("card", "Quality", "best", "Images:Presets:card:Quality")]
    [InlineData("card", "Widht", "10", "Did you mean Width?")]
    [InlineData("My Card", "Width", "10", "Images:Presets:My Card")]
    public void Validate_WrongPreset_NamesTheKey(string name, string key, string value, string expected)
    {
        var options = new ImageOptions { Presets = { [name] = new() { [key] = value } } };

        var result = Validate(options);

        Assert.True(result.Failed);
        Assert.Contains(expected, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_EmptyPreset_SaysWhatToSet() =>
        Assert.Contains(
            "Images:Presets:card says nothing",
            Validate(new ImageOptions { Presets = { ["card"] = [] } }).FailureMessage,
            StringComparison.Ordinal
        );

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(ImageOptions options) =>
        new ImageOptionsValidator().Validate(null, options);
}
