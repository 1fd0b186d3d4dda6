using Atelier.TestKit.Houses;

namespace Atelier.Crash.Tests.Benches;

/// <summary>A database in the server of this test process, which nobody can stop.</summary>
internal sealed class SharedDatabase(TestHouse house) : ICrashDatabase
{
    public string ConnectionString => house.ConnectionString;

    public static async Task<ICrashDatabase> OpenAsync(CancellationToken cancellationToken) =>
        new SharedDatabase(await TestHouse.OpenAsync(cancellationToken));

    public Task StopAsync() => throw new NotSupportedException();

    public Task StartAsync() => throw new NotSupportedException();

    public ValueTask DisposeAsync() => house.DisposeAsync();
}
