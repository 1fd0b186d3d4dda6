using Atelier.Data.Queue;

namespace Atelier.Bench.Queue;

/// <summary>
/// A node's worker, as the engine has it: one loop claims for the places that are free, sleeps until somebody tells of work
/// when there is none, and every job ends by itself.
/// </summary>
internal sealed class WorkLoop(StoreNode node, int places, Action<Claim> claimed, Action ended) : IDisposable
{
    private const int Most = 32;
    private static readonly TimeSpan Fallback = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _free = new(places);
    private readonly SemaphoreSlim _news = new(0, 1);

    /// <summary>There is work.</summary>
    public void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It knows already.
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await ClaimAsync(stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over; what was claimed ends by itself.
        }
    }

    public void Dispose()
    {
        _free.Dispose();
        _news.Dispose();
    }

    private async Task ClaimAsync(CancellationToken stop)
    {
        await _free.WaitAsync(stop);
        var most = 1;
        while (most < Most && _free.Wait(0, CancellationToken.None))
        {
            most++;
        }

        var order = new ClaimOrder(PaidJob.Lane, node.Id, most, TimeSpan.FromSeconds(30));
        var claims = await node.Claims.ClaimAsync(order, CancellationToken.None);
        foreach (var claim in claims)
        {
            claimed(claim);
            _ = EndAsync(claim);
        }

        if (most > claims.Count)
        {
            _free.Release(most - claims.Count);
        }

        if (claims.Count == 0)
        {
            await _news.WaitAsync(Fallback, stop);
        }
    }

    private async Task EndAsync(Claim claim)
    {
        await node.EndAsync(claim, PaidJob.Delivered(claim));
        _free.Release();
        ended();
    }
}
