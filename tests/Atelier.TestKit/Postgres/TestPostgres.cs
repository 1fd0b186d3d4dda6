using System.Collections.Concurrent;

namespace Atelier.TestKit.Postgres;

/// <summary>
/// One real PostgreSQL for a test process: started at the first question, gone with the process. Each test gets a
/// database of its own.
/// </summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<TestServer>> Server = new(TestServer.StartAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();
    private static int _count;

    /// <summary>A new, empty database.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var server = await Server.Value.WaitAsync(cancellationToken);
        return await CopyAsync(server, "template0", cancellationToken);
    }

    /// <summary>
    /// A new copy of a template, which <paramref name="prepare"/> fills once a process through the connection string
    /// it is given; later calls with the same name copy what it made.
    /// </summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(
        string template,
        Func<string, Task> prepare,
        CancellationToken cancellationToken = default
    )
    {
        var server = await Server.Value.WaitAsync(cancellationToken);
        var prepared = Templates.GetOrAdd(template, _ => new(() => PrepareAsync(server, prepare)));
        return await CopyAsync(server, await prepared.Value.WaitAsync(cancellationToken), cancellationToken);
    }

    private static async Task<string> PrepareAsync(TestServer server, Func<string, Task> prepare)
    {
        var name = NextName("template");
        await server.ExecuteAsync($"CREATE DATABASE {name}", CancellationToken.None);
        // A pooled connection that stays open would make every copy fail.
        await prepare(server.AddressOf(name, pooling: false));
        return name;
    }

    private static async Task<TestDatabase> CopyAsync(
        TestServer server,
        string template,
        CancellationToken cancellationToken
    )
    {
        var name = NextName("test");
        // Copying files is three times as fast as logging every page, which only pays with fsync on.
        await server.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY", cancellationToken);
        return new TestDatabase(server, name);
    }

    private static string NextName(string kind) => $"{kind}_{Interlocked.Increment(ref _count)}";
}
