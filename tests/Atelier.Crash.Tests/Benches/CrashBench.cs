using Atelier.Crash.Tests.Runs;
using Atelier.Crash.Worker.Hosting;
using Atelier.Data.Accounts;
using Atelier.Emulators.Hosting;
using Dapper;
using Npgsql;

namespace Atelier.Crash.Tests.Benches;

/// <summary>Everything of a run that stays alive: database, emulators, door, folders. And the workers, which do not.</summary>
internal sealed class CrashBench : IAsyncDisposable
{
    /// <summary>The edge of all pictures.</summary>
    private const int Edge = 64;

    /// <summary>Whom the workers are at the database, so that their connections can be cut and no others.</summary>
    private const string WorkerRole = "crash_worker";

    // Kept as they come, pictures are small and can be compared pixel by pixel; megapixels would take the time of the strikes.
    private const string KeepSizesSql = """
        CREATE FUNCTION atelier.keep_sizes() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN NEW.plan = NEW.plan - 'size'; RETURN NEW; END $$;
        CREATE TRIGGER keep_sizes BEFORE INSERT ON generations FOR EACH ROW EXECUTE FUNCTION atelier.keep_sizes()
        """;

    private const int Accounts = 4;

    private readonly string _folder;
    private readonly string _logs;
    private readonly SemaphoreSlim _noting = new(1);

    private CrashBench(
        ICrashDatabase database,
        Emulator emulator,
        Door door,
        CrashSettings settings,
        string folder,
        string logs,
        BenchPlan plan
    )
    {
        (Database, Emulator, Door, Settings) = (database, emulator, door, settings);
        (_folder, _logs) = (folder, logs);
        (Wires, LaneCapacity) = (plan.Wires, plan.LaneCapacity);
        // Unpooled, so that none of them was cut unnoticed.
        Data = Atelier.Data.Connections.Database.Open(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString
        );
        var path = Path.Combine(folder, "settings.json");
        settings.Write(path);
        Workers = new WorkerPool(path, Path.Combine(folder, "nodes"), logs, plan.Spares);
    }

    public ICrashDatabase Database { get; }

    public Emulator Emulator { get; }

    public Door Door { get; }

    public CrashSettings Settings { get; }

    public WorkerPool Workers { get; }

    /// <summary>The test's own connections.</summary>
    public NpgsqlDataSource Data { get; }

    /// <summary>Who asks for pictures.</summary>
    public List<Guid> Callers { get; } = [];

    /// <summary>Calls of one provider at once, over all workers.</summary>
    public int LaneCapacity { get; }

    /// <summary>The wires that the run is about.</summary>
    public WirePair Wires { get; }

    /// <param name="name">Names the folder of logs under artifacts.</param>
    public static async Task<CrashBench> OpenAsync(string name, BenchPlan plan, CancellationToken cancellationToken)
    {
        var database = await plan.Open(cancellationToken);
        var emulator = await Emulator.StartAsync(new EmulatorOptions { LongestEdge = Edge }, cancellationToken);
        var door = await Door.ListenAsync();
        var folder = Directory.CreateTempSubdirectory("atelier-crash-").FullName;
        var settings = new CrashSettings(
            new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Username = WorkerRole,
                MaxPoolSize = 20,
            }.ConnectionString,
            Path.Combine(folder, "blobs"),
            CopyCatalogue(folder),
            plan.Wires.Both.ToDictionary(wire => wire.Id, wire => emulator.BaseUrl(wire.Id)),
            door.Url
        );
        settings = plan.Tune(settings);
        foreach (var wire in plan.Wires.Both)
        {
            emulator.Wire(wire.Id).TaskDuration = wire.Work;
        }

        var logs = Path.Combine(Repository.Folder("artifacts"), "crash", name);
        if (Directory.Exists(logs))
        {
            Directory.Delete(logs, recursive: true);
        }

        Directory.CreateDirectory(logs);
        var bench = new CrashBench(database, emulator, door, settings, folder, logs, plan);
        await bench.PrepareAsync(cancellationToken);
        return bench;
    }

    /// <summary>Cuts all connections that workers have to the database.</summary>
    public async Task<int> CutConnectionsAsync()
    {
        await using var connection = await Data.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<int>(
            """
            SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity
            WHERE usename = @WorkerRole AND datname = current_database()
            """,
            new { WorkerRole }
        );
    }

    /// <summary>Cuts them, and lets nobody in again before <paramref name="then"/> has had half a second.</summary>
    public async Task ShutOutAsync(Func<Task> then)
    {
        await using var connection = await Data.OpenConnectionAsync();
        await connection.ExecuteAsync($"ALTER ROLE {WorkerRole} NOLOGIN");
        await CutConnectionsAsync();
        await then();
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        await connection.ExecuteAsync($"ALTER ROLE {WorkerRole} LOGIN");
    }

    /// <summary>Writes a line into <c>strikes.log</c>, to be read beside the workers' logs.</summary>
    public async Task NoteAsync(string line)
    {
        await _noting.WaitAsync();
        try
        {
            await File.AppendAllTextAsync(Path.Combine(_logs, "strikes.log"), line + "\n");
        }
        finally
        {
            _noting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Workers.DisposeAsync();
        await Door.DisposeAsync();
        await Emulator.DisposeAsync();
        await Data.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        _noting.Dispose();
    }

    // A copy, so that nobody changes the catalogue of a run that takes minutes.
    private static string CopyCatalogue(string folder)
    {
        var copy = Directory.CreateDirectory(Path.Combine(folder, "catalog")).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("catalog")))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await Data.OpenConnectionAsync(cancellationToken))
        {
            await connection.ExecuteAsync(
                $"""
                DO $$ BEGIN
                  CREATE ROLE {WorkerRole} SUPERUSER LOGIN;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$
                """
            );
            await connection.ExecuteAsync(KeepSizesSql);
        }

        Workers.Fill();
        await Door.OpenAsync(Settings with { Database = Database.ConnectionString });
        await using (var connection = await Data.OpenConnectionAsync(cancellationToken))
        {
            await connection.ExecuteAsync(
                "UPDATE lanes SET capacity = @LaneCapacity WHERE capacity IS NOT NULL",
                new { LaneCapacity }
            );
        }

        var accounts = new AccountStore(Data);
        for (var i = 0; i < Accounts; i++)
        {
            Callers.Add(
                await accounts.CreateAsync(
                    new NewAccount($"Caller {i}", "premium", 1_000_000_000, null),
                    cancellationToken
                )
            );
        }
    }
}
