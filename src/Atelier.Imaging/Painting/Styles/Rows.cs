namespace Atelier.Imaging.Painting.Styles;

/// <summary>Work over rows on several cores. Rows must not depend on each other, so the split cannot change the bytes.</summary>
/// <param name="degree">How many cores; asked before each pass.</param>
internal sealed class Rows(Func<int> degree, CancellationToken cancellationToken)
{
    // Small enough that cancellation is seen within milliseconds, large enough to make the loop itself free.
    private const int Band = 4;

    public Rows(int degree, CancellationToken cancellationToken)
        : this(() => degree, cancellationToken) { }

    public void Each<T>(int height, Func<T> makeLocal, Action<int, T> paint) =>
        Parallel.For(
            0,
            (height + Band - 1) / Band,
            new ParallelOptions { MaxDegreeOfParallelism = degree(), CancellationToken = cancellationToken },
            makeLocal,
            (band, _, local) =>
            {
                for (var y = band * Band; y < Math.Min(height, (band + 1) * Band); y++)
                    paint(y, local);
                return local;
            },
            _ => { }
        );
}
