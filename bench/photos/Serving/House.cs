using System.Security.Cryptography;
using Atelier.Client;
using Atelier.Data.Accounts;
using Atelier.Data.Cluster;
using Atelier.Data.Connections;
using Atelier.TestKit.Ports;
using Atelier.TestKit.Time;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Atelier.Bench.Photos.Serving;

/// <summary>A real server as a process, its database beside it, its folders, and callers. Disposing removes all of it.</summary>
internal sealed class House : IAsyncDisposable
{
    private const UnixFileMode Passable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherExecute;

    private readonly string _folder;
    private readonly PrivateCluster _cluster;
    private readonly Dictionary<string, string> _settings;
    private readonly List<ServerProcess> _more = [];
    private readonly Dictionary<AtelierClient, string> _keys = [];
    private ServerProcess? _server;

    private House(string folder, PrivateCluster cluster, Dictionary<string, string> settings)
    {
        (_folder, _cluster, _settings) = (folder, cluster, settings);
        // The test's own connections are few; the server has the rest.
        Data = Database.Open(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { MaxPoolSize = 8 }.ConnectionString
        );
        Url = new Uri(settings["ATELIER_URLS"]);
    }

    public Uri Url { get; }

    public NpgsqlDataSource Data { get; }

    public string OwnerKey => _settings["ATELIER_ADMIN_KEY"];

    /// <summary>Where pictures lie.</summary>
    public string Blobs => _settings["ATELIER_BLOBS"];

    /// <summary>What the server keeps for itself and can do without: renditions, and uploads that are on their way.</summary>
    public string Cache => Path.Combine(_settings["ATELIER_DATA"], "cache");

    /// <summary>For files of the run; on the same disk.</summary>
    public string Scratch => Directory.CreateDirectory(Path.Combine(_folder, "scratch")).FullName;

    public ServerProcess Server => _server ?? throw new InvalidOperationException("The server does not run.");

    /// <param name="more">Settings of the server beside those that every run has.</param>
    public static async Task<House> OpenAsync(
        IReadOnlyDictionary<string, string> more,
        CancellationToken cancellationToken
    )
    {
        // PostgreSQL's unprivileged user must be able to enter.
        var folder = Directory.CreateDirectory($"/tmp/atelier-photos-{Guid.CreateVersion7():N}").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Passable);
        }

        var cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataFolder = Path.Combine(folder, "database") },
            TimeProvider.System,
            NullLogger.Instance,
            cancellationToken
        );
        var settings = new Dictionary<string, string>(more)
        {
            ["ATELIER_URLS"] = more.GetValueOrDefault("ATELIER_URLS") ?? $"http://127.0.0.1:{FreePort.Find()}",
            ["ATELIER_DATA"] = Path.Combine(folder, "data"),
            ["ATELIER_BLOBS"] = Path.Combine(folder, "blobs"),
            ["ATELIER_DATABASE"] = cluster.ConnectionString,
            ["ATELIER_ADMIN_KEY"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            ["ATELIER_LOG_FORMAT"] = "json",
            // As ./run sets it.
            ["MALLOC_ARENA_MAX"] = $"{Environment.ProcessorCount}",
            // One address is all the callers we have.
            ["Limits__Addresses__Changes"] = "0",
            ["Limits__Addresses__Reads"] = "0",
            ["Limits__Addresses__Uploads"] = "0",
        };
        var house = new House(folder, cluster, settings);
        await house.StartAsync(cancellationToken);
        return house;
    }

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _server = await ServerProcess.StartAsync(_settings, Path.Combine(_folder, "server.log"), cancellationToken);

    /// <summary>Another server on the same database and pictures; its address.</summary>
    /// <param name="without">Settings that it does not get, such as the keys of providers.</param>
    public async Task<Uri> AddNodeAsync(IReadOnlyList<string> without, CancellationToken cancellationToken)
    {
        var secret = Path.Combine(_settings["ATELIER_DATA"], "secret");
        var settings = new Dictionary<string, string>(_settings)
        {
            ["ATELIER_URLS"] = $"http://127.0.0.1:{FreePort.Find()}",
            ["ATELIER_DATA"] = Path.Combine(_folder, $"data{_more.Count + 2}"),
            ["ATELIER_SECRET"] = (await File.ReadAllTextAsync(secret, cancellationToken)).Trim(),
        };
        foreach (var name in without)
        {
            settings.Remove(name);
        }

        var log = Path.Combine(_folder, $"server{_more.Count + 2}.log");
        _more.Add(await ServerProcess.StartAsync(settings, log, cancellationToken));
        return new Uri(settings["ATELIER_URLS"]);
    }

    /// <summary>Ends the server at once, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        await Server.KillAsync();
        _server = null;
    }

    /// <summary>An account and a client with its key.</summary>
    public async Task<AtelierClient> AddCallerAsync(
        string tier,
        AtelierClientOptions options,
        CancellationToken cancellationToken
    )
    {
        var account = await new AccountStore(Data).CreateAsync(
            new NewAccount($"Caller of tier {tier}", tier, 1_000_000_000),
            cancellationToken
        );
        var secret = ApiKeySecret.Create();
        await new KeyStore(Data).SaveAsync(account, "bench", secret, ["generate", "read"], cancellationToken);
        var client = new AtelierClient(options with { BaseAddress = Url, ApiKey = secret });
        _keys.Add(client, secret);
        return client;
    }

    /// <summary>Another client with the key of this one.</summary>
    public AtelierClient Again(AtelierClient client, AtelierClientOptions options) =>
        new(options with { BaseAddress = Url, ApiKey = _keys[client] });

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Data.OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    /// <summary>Moves PostgreSQL's clock as the service sees it.</summary>
    public async Task MoveClockAsync(TimeSpan by)
    {
        await using var connection = await Data.OpenConnectionAsync();
        await connection.ExecuteAsync(HouseClock.MoveSql(by));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.KillAsync();
        }

        foreach (var node in _more)
        {
            await node.KillAsync();
        }

        await Data.DisposeAsync();
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
