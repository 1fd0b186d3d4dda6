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
var only = args.Length > 2 && args[2][0] != '-' ? args[2] : "";
var statements = args.Contains("--statements");

// One at a time shows what statements cost; many at once, how long they wait for each other. Groups want as many as fill them.
var (few, many) = statements ? (1, 96) : (16, 96);
Shape[] shapes =
[
    new("1 account, 1 node", jobs, 1, 1, few),
    new("1 account, 2 nodes", jobs, 1, 2, few),
    new("1,000 accounts, 1 node", jobs, 1000, 1, few),
    new("1,000 accounts, 2 nodes", jobs, 1000, 2, few),
    new("1,000 accounts, 1 node, budget", jobs, 1000, 1, few) { Budget = true },
    new("1,000 accounts, 1 node, HTTP", jobs, 1000, 1, few) { Http = true },
    new("1,000 accounts, 1 node, 200/s", jobs / 5, 1000, 1, few) { Rate = 200 },
    new("grouped, 1 account, 1 node", jobs, 1, 1, many) { Grouped = true },
    new("grouped, 1 account, 2 nodes", jobs, 1, 2, many) { Grouped = true },
    new("grouped, 1,000 accounts, 1 node", jobs, 1000, 1, many) { Grouped = true },
    new("grouped, 1,000 accounts, 2 nodes", jobs, 1000, 2, many) { Grouped = true },
    new("grouped, 1,000 accounts, 1 node, budget", jobs, 1000, 1, many) { Grouped = true, Budget = true },
    new("grouped, 1,000 accounts, 1 node, HTTP", jobs, 1000, 1, many) { Grouped = true, Http = true },
    new("grouped, 1,000 accounts, 1 node, 200/s", jobs / 5, 1000, 1, few) { Rate = 200, Grouped = true },
];

// The unprivileged user of PostgreSQL must be able to enter.
var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"atelier-bench-{Environment.ProcessId}"));
try
{
    await using var cluster = await PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataFolder = folder.FullName, Settings = statements ? Statements.Settings : null },
        TimeProvider.System,
        NullLogger.Instance,
        CancellationToken.None
    );
    await using (var database = Database.Open(cluster.ConnectionString))
    {
        await Migrator.MigrateAsync(database, CancellationToken.None);
        if (statements)
        {
            await Statements.BeginAsync(database);
        }
    }

    var cpu = new CpuClock(folder.FullName);
    Func<Task>? warm = statements ? () => Statements.ResetAsync(cluster.ConnectionString) : null;
    // In turn, so that a machine that becomes slower does so for all.
    for (var round = 0; round < rounds; round++)
    {
        var peer = statements ? 0 : await PeerAsync(cluster.ConnectionString);
        foreach (var shape in shapes.Where(shape => only is "" || shape.Name == only))
        {
            var figures = await new StoreRun(shape, cluster.ConnectionString, cpu, warm).RunAsync();
            Console.WriteLine(
                $"{shape.Name}: {figures.JobsPerSecond, 6:0} jobs/s, "
                    + $"accepted to claimed p50 {figures.WaitP50:0.0} ms, p99 {figures.WaitP99:0.0} ms, "
                    + $"CPU {figures.ServerCpu:0.00} + {figures.ClientCpu:0.00} ms a job, "
                    + $"{figures.JobsPerSecond / peer:0.00} of graphile-worker's {peer:0} jobs/s"
            );
            if (statements)
            {
                await Statements.PrintAsync(cluster.ConnectionString, shape.Jobs);
            }
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
    var start = new ProcessStartInfo("node", ["peer.mjs", $"{jobs}", $"{few}"])
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
