namespace Atelier.Engine.Tests.Nodes;

/// <summary>Starts work at the same moment, so that it races.</summary>
internal static class Together
{
    /// <summary>Runs <paramref name="work"/> with 0 to <paramref name="count"/> - 1; all wait at a barrier until all are there.</summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(int count, Func<int, Task<T>> work)
    {
        var barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        return await Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(async index =>
                {
                    if (Interlocked.Increment(ref arrived) == count)
                    {
                        barrier.SetResult();
                    }

                    await barrier.Task;
                    return await work(index);
                })
        );
    }
}
