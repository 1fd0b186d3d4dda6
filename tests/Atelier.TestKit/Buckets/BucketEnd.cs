namespace Atelier.TestKit.Buckets;

/// <summary>Fixture of a whole test assembly: after its last test no store is left behind.</summary>
public sealed class BucketEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await TestBuckets.EndAsync();
}
