using Atelier.Providers.LegNext;

namespace Atelier.Providers.Tests.LegNext;

public sealed class PointsTests
{
    [Theory]
    [InlineData("diffusion", false, 80)]
    [InlineData("variation", false, 120)]
    [InlineData("inpaint", false, 120)]
    [InlineData("upscale", false, 120)]
    [InlineData("upscale", true, 160)]
    [InlineData("outpaint", false, 80)]
    [InlineData("remove-background", false, 80)]
    [Trait("Requirement", "A-39")]
    public void NanosOf_ATask_AreItsPointsAtAThousandADollar(string kind, bool creative, long points)
    {
        Assert.Equal(points * 1_000_000, LegNextPoints.NanosOf(kind, turbo: false, creative));
        Assert.Equal(points * 2_000_000, LegNextPoints.NanosOf(kind, turbo: true, creative));
    }
}
