using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Rendering;

namespace Atelier.Imaging.Tests.Rendering;

public sealed class RenderPlanTests
{
    private static readonly PixelSize File = new(1000, 500);

    [Theory]
    [InlineData(null, null, FitMode.Cover, "1000x500", "1000x500")]
    [InlineData(200, null, FitMode.Cover, "200x100", "200x100")]
    [InlineData(null, 100, FitMode.Pad, "200x100", "200x100")]
    [InlineData(4000, null, FitMode.Contain, "1000x500", "1000x500")]
    [InlineData(300, 300, FitMode.Contain, "300x150", "300x150")]
    [InlineData(4000, 100, FitMode.Contain, "200x100", "200x100")]
    [InlineData(100, 100, FitMode.Cover, "200x100", "100x100")]
    [InlineData(100, 10, FitMode.Cover, "100x50", "100x10")]
    [InlineData(2000, 2000, FitMode.Cover, "1000x500", "500x500")]
    [InlineData(600, 600, FitMode.Cover, "1000x500", "500x500")]
    [InlineData(4000, 1000, FitMode.Cover, "1000x500", "1000x250")]
    [InlineData(300, 300, FitMode.Pad, "300x150", "300x300")]
    [InlineData(4000, 4000, FitMode.Pad, "1000x500", "1000x1000")]
    [InlineData(16383, 100, FitMode.Pad, "200x100", "16383x100")]
    public void For_AnyWish_NeverEnlarges(int? width, int? height, FitMode fit, string scaled, string canvas)
    {
        var order = new RenderOrder
        {
            Width = width,
            Height = height,
            Fit = fit,
            Format = FileFormat.Webp,
        };

        var plan = RenderPlan.For(File, order);

        Assert.Equal((scaled, canvas), (plan.Scaled.ToString(), plan.Canvas.ToString()));
    }

    [Fact]
    public void For_ManySizes_KeepsEveryPromise()
    {
        foreach (var (w, h) in Sizes)
        foreach (var (across, down) in Sizes)
        foreach (var fit in Enum.GetValues<FitMode>())
        {
            var (file, wish) = (new PixelSize(w, h), new PixelSize(across, down));
            var plan = RenderPlan.For(
                file,
                new RenderOrder
                {
                    Width = across,
                    Height = down,
                    Fit = fit,
                    Format = FileFormat.Png,
                }
            );

            var what = $"{file} into {wish} by {fit}: {plan}";
            Assert.True(plan.Scaled.Width >= 1 && plan.Scaled.Width <= w, what);
            Assert.True(plan.Scaled.Height >= 1 && plan.Scaled.Height <= h, what);
            Assert.True(plan.Canvas.Width >= 1 && plan.Canvas.Width <= across, what);
            Assert.True(plan.Canvas.Height >= 1 && plan.Canvas.Height <= down, what);
            Assert.True(fit is not FitMode.Contain || plan.Canvas == plan.Scaled, what);
            Assert.True(fit is not FitMode.Cover || Covers(plan.Scaled, plan.Canvas), what);
            Assert.True(fit is not FitMode.Pad || Covers(plan.Canvas, plan.Scaled), what);
        }
    }

    private static IEnumerable<(int, int)> Sizes =>
        from width in new[] { 1, 2, 3, 17, 255, 1024, 16383 }
        from height in new[] { 1, 2, 5, 19, 256, 999, 16383 }
        select (width, height);

    private static bool Covers(PixelSize outer, PixelSize inner) =>
        outer.Width >= inner.Width && outer.Height >= inner.Height;
}
