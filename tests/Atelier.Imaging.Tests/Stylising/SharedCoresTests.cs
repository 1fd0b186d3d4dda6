using Atelier.Imaging.Painting.Styles;
using Atelier.Imaging.Stylising;

namespace Atelier.Imaging.Tests.Stylising;

public sealed class SharedCoresTests
{
    [Fact]
    public void Share_SeveralWork_AreNeverMoreThreadsThanCoresOrWorkers()
    {
        var sut = new SharedCores(8);
        var working = new Stack<IDisposable>();
        Assert.Equal(8, sut.Share);

        foreach (var expected in new[] { 8, 4, 2, 2, 1, 1, 1, 1, 1, 1 })
        {
            working.Push(sut.Enter());
            Assert.Equal(expected, sut.Share);
        }

        foreach (var left in working)
        {
            left.Dispose();
            left.Dispose();
        }

        Assert.Equal(8, sut.Share);
    }

    [Fact]
    public void Each_ShareChangesBetweenTwoPasses_IsAskedForEach()
    {
        var asked = 0;
        var rows = new Rows(() => ++asked, TestContext.Current.CancellationToken);

        rows.Each(10, () => 0, (_, _) => { });
        rows.Each(10, () => 0, (_, _) => { });

        Assert.Equal(2, asked);
    }
}
