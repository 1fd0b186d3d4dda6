using Atelier.Engine.Changes;
using Atelier.Server.Admin;
using Atelier.Server.Setup;
using Atelier.Server.Wall;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Ports;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Atelier.Server.Tests.Serving;

/// <summary>The whole service on a free port, with a database and a data folder of its own. Disposing checks its log.</summary>
public sealed class TestServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-server-");
    private Installation? _installation;
    private WebApplication? _app;
    private TestHouse? _house;
    private bool _started;

    public TestHouse House => _house!;

    public LogCapture Logs { get; } = new() { OfSuite = true };

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>The key of the owner, with all scopes.</summary>
    public string OwnerKey { get; private set; } = "";

    /// <summary>The one-time code of the first start.</summary>
    public string SignInCode { get; private set; } = "";

    public string DataFolder => _folder.FullName;

    /// <summary>What the service asks instead of the database itself; for tests that take it away.</summary>
    internal DatabaseGate? Gate { get; init; }

    /// <summary>Changes the settings of the start.</summary>
    internal Func<ServerSettings, ServerSettings>? Adjust { get; init; }

    /// <summary>The node whose database and pictures this one shares; it must be disposed later.</summary>
    internal TestServer? Beside { get; init; }

    /// <summary>Puts parts in before the service brings its own.</summary>
    internal Action<IServiceCollection>? Replace { get; init; }

    internal IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        _house = Beside?.House ?? await HousePool.TakeAsync(CancellationToken.None);
        var settings = Settings();
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" }
        );
        builder.Logging.ClearProviders().AddProvider(Logs);
        // Below it lies Trace, where prompts may stand.
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.Rules.Clear();
            // As in service: it writes whole addresses.
            filter.Rules.Add(
                new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null)
            );
            filter.MinLevel = LogLevel.Debug;
        });
        // Many tests bring wrong keys from the one address there is.
        builder.Services.Configure<WallOptions>(wall => wall.MaxGuesses = 1_000_000);
        Replace?.Invoke(builder.Services);
        _installation = await Installation.OpenAsync(settings, NullLoggerFactory.Instance, CancellationToken.None);
        _app = ServerApp.Build(builder, settings, _installation);
        await ServerProcess.PrepareAsync(_app, CancellationToken.None);
        if (Beside is null)
        {
            SignInCode = (await Services.GetRequiredService<Owner>().EnsureAsync(CancellationToken.None))!;
            OwnerKey = (await File.ReadAllTextAsync(Path.Combine(DataFolder, "owner.key"))).Trim();
            Logs.Forbid(OwnerKey);
            Logs.Forbid(SignInCode);
        }

        // Also what started beside a part that did not must be stopped.
        _started = true;
        await _app.StartAsync();
        Url = new Uri(_app.Urls.Single());
    }

    /// <summary>Starts a server that must know its address before; somewhere else when somebody took the port meanwhile.</summary>
    internal static async Task<TestServer> StartAtAsync(Func<string, TestServer> make)
    {
        while (true)
        {
            var server = make($"http://127.0.0.1:{FreePort.Find()}");
            try
            {
                await server.InitializeAsync();
                return server;
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException)
            {
                await server.DisposeAsync();
            }
        }
    }

    /// <summary>An account with credits, and a client with its key.</summary>
    /// <param name="limited">Whether its tier's limits of pictures and running work hold for it.</param>
    public async Task<TestCaller> AddCallerAsync(
        int credits = 100,
        int? maxActive = null,
        string[]? scopes = null,
        string tier = "premium",
        bool limited = false
    )
    {
        var account = await House.AddAccountAsync(credits, tier, limited ? maxActive : maxActive ?? -1);
        if (!limited)
        {
            await House.ExecuteAsync("UPDATE accounts SET daily_limit = -1 WHERE id = @account", new { account });
        }

        var key = await House.AddKeyAsync(account, scopes ?? ["generate"]);
        Logs.Forbid(key);
        return new TestCaller(this, account, key);
    }

    /// <summary>A client with the owner's key.</summary>
    public TestCaller Owner() => new(this, Guid.Empty, OwnerKey);

    /// <summary>A client without a key.</summary>
    public TestCaller Nobody() => new(this, Guid.Empty, null);

    /// <summary>Waits for something that happens elsewhere, at most 90 seconds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await condition())
        {
            await TestPause.NextAsync(deadline.Token);
        }
    }

    /// <summary>From now on nothing is taken from the queue.</summary>
    public Task PauseAsync() => House.ExecuteAsync("UPDATE lanes SET paused_until = 'infinity'");

    public async Task ResumeAsync()
    {
        await House.ExecuteAsync("UPDATE lanes SET paused_until = '-infinity'");
        Services.GetRequiredService<ChangeHub>().RaiseAll();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            if (_started)
            {
                await _app.StopAsync();
            }

            await _app.DisposeAsync();
        }

        if (_installation is not null)
        {
            await _installation.DisposeAsync();
        }

        if (_house is not null && Beside is null)
        {
            await GiveBackAsync(_house);
            _house = null;
        }

        if (Gate is not null)
        {
            await Gate.DisposeAsync();
        }

        _folder.Delete(recursive: true);
        Assert.Empty(Logs.Leaks());
    }

    // While a test runs, and for a server of a whole class, nobody knows yet how it ended: there the shape of the tables decides.
    private static async Task GiveBackAsync(TestHouse house)
    {
        if (TestContext.Current.TestState is { Result: not TestResult.Passed })
        {
            await HousePool.GiveBackAsync(house, passed: false);
        }
        else
        {
            await HousePool.GiveBackAsync(house);
        }
    }

    private ServerSettings Settings()
    {
        // As in service: with details, PostgreSQL's errors would carry whole rows.
        var database = new NpgsqlConnectionStringBuilder(House.ConnectionString) { IncludeErrorDetail = false };
        if (Gate is not null)
        {
            database.Host = Gate.Open(database.Host!, database.Port);
        }

        var settings = new ServerSettings
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = DataFolder,
            Database = database.ConnectionString,
            AllowedHosts = ["localhost", "127.0.0.1", "[::1]"],
            BlobFolder = Beside?.DataFolder ?? DataFolder,
            Secret = Beside is null ? null : File.ReadAllText(Path.Combine(Beside.DataFolder, "secret")).Trim(),
            CatalogueFolder = ShippedFolder.Find("catalog"),
            DrainSeconds = 5,
        };
        return Adjust?.Invoke(settings) ?? settings;
    }
}
