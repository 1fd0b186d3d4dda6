using Atelier.Imaging.Painting;
using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Tests.Painting;

public sealed class CancellationTests
{
    [Fact]
    public void Paint_TokenAlreadyCancelled_Stops() =>
        Assert.Throws<OperationCanceledException>(() =>
            new ScenePainter().Paint(new PaintOrder("sea", null, 4000, 4000, 1), new CancellationToken(canceled: true))
        );

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Each_CancelledOnTheWay_LeavesTheRestUnpainted(int degree)
    {
        using var cancel = new CancellationTokenSource();
        var painted = 0;
        var rows = new Rows(degree, cancel.Token);

        Assert.Throws<OperationCanceledException>(() =>
            rows.Each(
                100_000,
                () => 0,
                (_, _) =>
                {
                    if (Interlocked.Increment(ref painted) == 20)
                        cancel.Cancel();
                }
            )
        );

        Assert.InRange(painted, 20, 50_000);
    }

    [Fact]
    public void Each_NotCancelled_VisitsEachRowOnce()
    {
        var visits = new int[1003];

        new Rows(4, CancellationToken.None).Each(1003, () => 0, (y, _) => Interlocked.Increment(ref visits[y]));

        Assert.All(visits, count => Assert.Equal(1, count));
    }
}
