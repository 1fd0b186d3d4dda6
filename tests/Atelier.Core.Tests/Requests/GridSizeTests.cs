using Atelier.Core.Catalogue;
using Atelier.Core.Requests;

namespace Atelier.Core.Tests.Requests;

public sealed class GridSizeTests
{
    [Theory]
    [InlineData(8, 5, Quality.Standard, "1024x640")]
    [InlineData(3, 8, Quality.High, "576x1536")]
    [InlineData(12, 1, Quality.Ultra, "2048x171")]
    [InlineData(4, 4, Quality.Draft, "512x512")]
    [InlineData(1, 8, Quality.Draft, "64x512")]
    public void Of_ElementAndQuality_HasItsRatio(int width, int height, Quality quality, string expected) =>
        Assert.Equal(expected, GridSize.Of(width, height, quality).ToString());

    [Fact]
    public void Of_EveryElement_KeepsTheLongerSideAndTheRatioToAPixel()
    {
        foreach (var quality in Enum.GetValues<Quality>())
        {
            var longer = GridSize.Of(1, 1, quality).Width;
            for (var width = 1; width <= GridSize.Columns; width++)
            {
                for (var height = 1; height <= GridSize.Rows; height++)
                {
                    var size = GridSize.Of(width, height, quality);

                    Assert.Equal(longer, size.LongerSide);
                    var shorter = (double)longer * Math.Min(width, height) / Math.Max(width, height);
                    Assert.Equal(
                        (int)Math.Round(shorter, MidpointRounding.AwayFromZero),
                        Math.Min(size.Width, size.Height)
                    );
                }
            }
        }
    }
}
