namespace Atelier.Imaging.Reading;

/// <summary>Pixels that may be decoded at a time, given out in millions and in the order of asking.</summary>
internal sealed class PixelBudget(int maxPixels) : IDisposable
{
    private const int Unit = 1_000_000;

    private readonly int _total = Units(maxPixels);
    private readonly SemaphoreSlim _units = new(Units(maxPixels));

    // Only one gathers units at a time: two that each hold half of what they need would wait for ever.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits until so many are free; dispose gives them back. More than all counts as all.</summary>
    internal async Task<IDisposable> TakeAsync(long pixels, CancellationToken cancellationToken)
    {
        var wanted = Math.Min(Units(pixels), _total);
        var taken = 0;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            for (; taken < wanted; taken++)
                await _units.WaitAsync(cancellationToken);
            return new Share(_units, wanted);
        }
        catch (OperationCanceledException) when (taken > 0)
        {
            _units.Release(taken);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _units.Dispose();
        _turn.Dispose();
    }

    private static int Units(long pixels) => (int)((pixels + Unit - 1) / Unit);

    private sealed class Share(SemaphoreSlim units, int count) : IDisposable
    {
        public void Dispose() => units.Release(count);
    }
}
