namespace Atelier.TestKit.Racing;

/// <summary>Starts work at the same moment, so that it races.</summary>
public static class Together
{
    /// <summary>Runs <paramref name="work"/> with 0 to <paramref name="count"/> - 1; all wait until all are there.</summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(int count, Func<int, Task<T>> work)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        var running = Enumerable
            .Range(0, count)
            .Select(async index =>
            {
                if (Interlocked.Increment(ref arrived) == count)
                {
                    gate.SetResult();
                }

                await gate.Task;
                return await work(index);
            })
            .ToList();
        return await Task.WhenAll(running);
    }
}
