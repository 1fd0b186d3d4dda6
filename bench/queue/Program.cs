using System.Diagnostics;
using System.Globalization;
using Atelier.Bench.Queue;
using Atelier.Data.Cluster;
using Atelier.Data.Connections;
using Atelier.Data.Ledger;
using Atelier.Data.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

// Usage: dotnet run -c Release --project bench/queue [jobs] [rounds]; npm ci in bench/queue brings the peer.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var jobs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
const int Parallel = 16;
Shape[] shapes =
[
    new(jobs, Accounts: 1, Nodes: 1, Parallel, Claim: 4),
    new(jobs, Accounts: 1000, Nodes: 1, Parallel, Claim: 4),
    new(jobs, Accounts: 1000, Nodes: 2, Parallel, Claim: 4),
];

// The unprivileged user of PostgreSQL must be able to enter.
var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"atelier-bench-{Environment.ProcessId}"));
try
{
    await using var cluster = await PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataFolder = folder.FullName },
        TimeProvider.System,
        NullLogger.Instance,
        CancellationToken.None
    );
    await using (var database = Database.Open(cluster.ConnectionString))
    {
        await Migrator.MigrateAsync(database, CancellationToken.None);
    }

    // In turn, so that a machine that becomes slower does so for all.
    for (var round = 0; round < rounds; round++)
    {
        var peer = await PeerAsync(cluster.ConnectionString);
        foreach (var shape in shapes)
        {
            var figures = await new StoreRun(shape, cluster.ConnectionString).RunAsync(CancellationToken.None);
            Console.WriteLine(
                $"{shape.Accounts, 5} accounts, {shape.Nodes} nodes: {figures.JobsPerSecond, 6:0} jobs/s, "
                    + $"accepted to claimed p50 {figures.WaitP50:0.0} ms, p99 {figures.WaitP99:0.0} ms, "
                    + $"{figures.JobsPerSecond / peer:0.00} of graphile-worker's {peer:0} jobs/s"
            );
        }
    }

    await using var books = Database.Open(cluster.ConnectionString);
    var check = await new LedgerStore(books).CheckAsync(CancellationToken.None);
    Console.WriteLine($"books: {check.Generations} generations, {check.Problems.Count} problems");
    return check.Balanced ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}

async Task<double> PeerAsync(string connectionString)
{
    var settings = new NpgsqlConnectionStringBuilder(connectionString);
    var start = new ProcessStartInfo("node", ["peer.mjs", $"{jobs}", $"{Parallel}"])
    {
        WorkingDirectory = Path.Combine(AppContext.BaseDirectory, "../../.."),
        RedirectStandardOutput = true,
        Environment =
        {
            ["PGHOST"] = settings.Host,
            ["PGUSER"] = settings.Username,
            ["PGDATABASE"] = settings.Database,
        },
    };
    using var process = Process.Start(start)!;
    var output = await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    var last = output.Trim().Split('\n')[^1];
    return double.Parse(last.Split(' ')[0], CultureInfo.InvariantCulture);
}
