using Atelier.Core.Requests;

namespace Atelier.Core.Tests.Requests;

[Trait("Requirement", "C-31")]
public sealed class BrandColorTests
{
    [Theory]
    [InlineData("red")]
    [InlineData("navy blue")]
    [InlineData("blue-green")]
    [InlineData("türkis")]
    [InlineData("青")]
    [InlineData("#fff")]
    [InlineData("#0A84FF")]
    [InlineData("#0a84ffcc")]
    [InlineData("rgb(0, 132,255)")]
    [InlineData("RGB(1,2,3)")]
    public void IsValid_AColor_IsTaken(string color) => Assert.True(BrandColor.IsValid(color));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" red")]
    [InlineData("red ")]
    [InlineData("red  blue")]
    [InlineData("red, blue")]
    [InlineData("red--v")]
    [InlineData("red -v")]
    [InlineData("red —v")]
    [InlineData("-red")]
    [InlineData("red\nblue")]
    [InlineData("red\u200Bblue")]
    [InlineData("red 5")]
    [InlineData("<red>")]
    [InlineData("\"red\"")]
    [InlineData("{red}")]
    [InlineData("#12345")]
    [InlineData("#ggg")]
    [InlineData("#fff --v 5")]
    [InlineData("rgb(256, 0, 0)")]
    [InlineData("rgb(1, 2)")]
    [InlineData("rgb(1, 2, 3, 4)")]
    [InlineData("rgb(1, -2, 3)")]
    [InlineData("rgb(1, 2, 3) --v 5")]
    [InlineData("rgb(")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg")]
    public void IsValid_AnythingElse_IsNot(string? color) => Assert.False(BrandColor.IsValid(color));
}
