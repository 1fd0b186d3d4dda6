using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Tests.Changing;
using Atelier.Imaging.Varying;

namespace Atelier.Imaging.Tests.Varying;

public sealed class VaryTests
{
    private static readonly PixelBuffer Photo = WorkPhotos.Disc(96, shadow: true);

    private static Rows Rows => new(2, TestContext.Current.CancellationToken);

    [Fact]
    [Trait("Requirement", "C-37")]
    public void Apply_Seeds_EachIsAnotherAndTheSameAgain()
    {
        var made = Enumerable.Range(1, 6).Select(seed => Vary((ulong)seed, 0.8f).Pixels).ToList();

        Assert.Equal(made[0], Vary(1, 0.8f).Pixels);
        Assert.Equal(6, made.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void Apply_Strength_IsHowFarItGoes()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var little = WorkPhotos.Apart(Photo, Vary(seed, 0.05f));
            var much = WorkPhotos.Apart(Photo, Vary(seed, 0.9f));

            Assert.InRange(little, 0.01, 5);
            Assert.True(much > 1.8 * little, $"seed {seed}: {little} {much}");
        }
    }

    [Fact]
    public void Apply_NoStrength_IsThePhoto() => Assert.InRange(WorkPhotos.Apart(Photo, Vary(3, 0f)), 0, 0.2);

    [Fact]
    public void Apply_Alpha_GoesAlong()
    {
        var photo = new PixelBuffer(64, 64, 4, [.. Enumerable.Repeat((byte)90, 64 * 64 * 4)]);

        var made = new Varier(5, 1f).Apply(photo, Rows);

        for (var at = 3; at < made.Pixels.Length; at += 4)
            Assert.InRange(made.Pixels[at], 89, 91);
    }

    private static PixelBuffer Vary(ulong seed, float strength) => new Varier(seed, strength).Apply(Photo, Rows);
}
