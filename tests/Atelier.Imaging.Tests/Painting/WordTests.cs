namespace Atelier.Imaging.Tests.Painting;

/// <summary>Words move the picture: measured on mean colours, over several seeds so that no single layout decides.</summary>
public sealed class WordTests
{
    private static readonly ulong[] Seeds = [1, 2, 3, 4];

    [Theory]
    [InlineData("realistic")]
    [InlineData("illustration")]
    [InlineData("abstract")]
    [InlineData("minimal")]
    [InlineData("photo")]
    public void Paint_Night_IsDarkerThanDay(string style) =>
        Assert.True(Light("mountains at night", style) + 40 < Light("mountains by day", style));

    [Fact]
    public void Paint_Storm_IsDarkerThanClearDay() => Assert.True(Light("stormy sea") + 20 < Light("sea, clear day"));

    [Theory]
    [InlineData("realistic")]
    [InlineData("illustration")]
    [InlineData("abstract")]
    [InlineData("minimal")]
    [InlineData("photo")]
    public void Paint_LooseColour_TintsTheWholePicture(string style)
    {
        var plain = Mean("hills", style);
        var red = Mean("hills red", style);
        var blue = Mean("hills blue", style);

        Assert.True(red.Red - red.Blue > plain.Red - plain.Blue + 15);
        Assert.True(blue.Blue - blue.Red > plain.Blue - plain.Red + 15);
    }

    [Fact]
    public void Paint_ColourBeforeSky_ChangesTheSkyMoreThanTheGround()
    {
        var sky = Redness("meadow under a red sky", 0, 0.4) - Redness("meadow under a sky", 0, 0.4);
        var ground = Redness("meadow under a red sky", 0.75, 1) - Redness("meadow under a sky", 0.75, 1);

        Assert.True(sky > 40);
        Assert.True(ground < sky / 3);
    }

    [Fact]
    public void Paint_Snow_BrightensTheGround() =>
        Assert.True(Light("field in the snow", null, 0.7, 1) > Light("field", null, 0.7, 1) + 40);

    [Fact]
    public void Paint_Desert_HasWarmGroundAndSeaHasCold()
    {
        Assert.True(Redness("desert", 0.75, 1) > 30);
        Assert.True(Redness("ocean", 0.75, 1) < -15);
    }

    [Fact]
    public void Paint_Autumn_IsWarmerThanSummer() =>
        Assert.True(Redness("forest in autumn", 0.2, 1) > Redness("forest in summer", 0.2, 1) + 15);

    [Fact]
    public void Paint_Aurora_TurnsTheNightSkyGreen()
    {
        var with = Mean("hills, night, aurora", null, 0, 0.55);
        var without = Mean("hills, night", null, 0, 0.55);

        Assert.True(with.Green - with.Red > without.Green - without.Red + 20);
    }

    [Fact]
    public void Paint_PartOfAWord_IsNotTheWord() =>
        Assert.Equal(Redness("hills, discolored"), Redness("hills, xxxxxxx"), tolerance: 25);

    private static double Light(string prompt, string? style = null, double from = 0, double to = 1) =>
        Seeds.Average(seed => Pictures.Brightness(Pictures.Paint(prompt, style, 96, 72, seed), from, to));

    private static double Redness(string prompt, double from = 0, double to = 1)
    {
        var (red, _, blue) = Mean(prompt, null, from, to);
        return red - blue;
    }

    private static (double Red, double Green, double Blue) Mean(
        string prompt,
        string? style,
        double from = 0,
        double to = 1
    )
    {
        var means = Seeds.Select(seed => Pictures.Mean(Pictures.Paint(prompt, style, 96, 72, seed), from, to)).ToList();
        return (means.Average(m => m.Red), means.Average(m => m.Green), means.Average(m => m.Blue));
    }
}
