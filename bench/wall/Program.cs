using System.Globalization;
using Atelier.Bench.Wall;
using Atelier.Data.Accounts;
using Atelier.Server.Authentication;
using Atelier.Server.Limits;
using Atelier.Server.Setup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

// Usage: dotnet run -c Release --project bench/wall [requests] [rounds]
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;

// The unprivileged user of PostgreSQL must be able to enter.
var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"atelier-bench-{Environment.ProcessId}"));
try
{
    var settings = new ServerSettings
    {
        Urls = "http://127.0.0.1:0",
        DataFolder = folder.FullName,
        BlobFolder = folder.FullName,
        AllowedHosts = ["localhost", "127.0.0.1", "[::1]"],
        CatalogueFolder = ShippedFolder.Find("catalog"),
    };
    await using var installation = await Installation.OpenAsync(
        settings,
        NullLoggerFactory.Instance,
        CancellationToken.None
    );
    var account = await new AccountStore(installation.Database).CreateAsync(
        new NewAccount("Bench", "premium", 0),
        CancellationToken.None
    );
    var key = ApiKeySecret.Create();
    var keys = new KeyStore(installation.Database);
    await keys.SaveAsync(account, "bench", key, [Scopes.Generate], CancellationToken.None);
    var sessions = new SessionStore(installation.Database);
    var code = await sessions.CreateCodeAsync(account, TimeSpan.FromHours(1), Actor.Service, CancellationToken.None);
    var session = await sessions.OpenAsync(code, TimeSpan.FromHours(1), CancellationToken.None);

    var bare = new LoopServer();
    await using var bareApp = Bare(bare);
    await bareApp.StartAsync();
    var ours = new LoopServer();
    await using var ourApp = Ours(ours);
    await ourApp.StartAsync();

    // All others find this limit full.
    for (var uploads = 0; uploads < new AddressLimitOptions().Uploads; uploads++)
    {
        await new Case("upload", 200, () => KeyedAsync("/upload")).RunAsync(1, keep: false);
    }

    Case[] cases =
    [
        new("bare minimal API", 200, () => bare.AskAsync("/door")),
        new("open door", 200, () => ours.AskAsync("/healthz")),
        new("door behind a key", 200, () => ours.AskAsync("/door", ("Authorization", $"Bearer {key}"))),
        new("the lookup of that key alone", 200, LookUpAsync),
        new("door behind a session", 200, () => ours.AskAsync("/door", ("Cookie", $"atelier_session={session}"))),
        new("door behind a key, counted by address as a read", 200, () => KeyedAsync("/read")),
        new("door behind a key, counted by address as a change", 200, () => KeyedAsync("/change")),
        new("door behind a key, none left for its address: 429", 429, () => KeyedAsync("/upload")),
        new("no key: 401", 401, () => ours.AskAsync("/door")),
        new("unknown path: 404", 404, () => ours.AskAsync("/nowhere")),
    ];
    foreach (var one in cases)
    {
        await one.RunAsync(3000, keep: false);
    }

    // In turn, so that a machine that becomes slower does so for all.
    for (var round = 0; round < rounds; round++)
    {
        foreach (var one in cases)
        {
            await one.RunAsync(count, keep: true);
        }
    }

    Console.WriteLine("| request | µs | bytes | µs, ratio | bytes, ratio |");
    Console.WriteLine("|---|---:|---:|---:|---:|");
    foreach (var one in cases)
    {
        Console.WriteLine(
            $"| {one.Name} | {one.Microseconds:0.0} | {one.Bytes:#,0} | {one.Microseconds / cases[0].Microseconds:0.0} | {one.Bytes / cases[0].Bytes:0.0} |"
        );
    }

    await ourApp.StopAsync();
    await bareApp.StopAsync();

    Task<int> KeyedAsync(string path) => ours.AskAsync(path, ("Authorization", $"Bearer {key}"));

    async Task<int> LookUpAsync() => await keys.FindAsync(key, CancellationToken.None) is null ? 401 : 200;

    WebApplication Ours(LoopServer server)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" }
        );
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.Configure<AddressLimitOptions>(limits => limits.Reads = limits.Changes = 1_000_000);
        var app = ServerApp.Build(builder, settings, installation);
        Door("/door");
        Door("/read").LimitedByAddress(AddressCalls.Reads, evenWithAccount: true);
        Door("/change").LimitedByAddress(AddressCalls.Changes, evenWithAccount: true);
        Door("/upload").LimitedByAddress(AddressCalls.Uploads, evenWithAccount: true);
        return app;

        RouteHandlerBuilder Door(string path) =>
            app.MapGet(path, () => TypedResults.Text("ok\n")).RequireAuthorization(Scopes.Generate);
    }

    static WebApplication Bare(LoopServer server)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer>(server);
        var app = builder.Build();
        app.MapGet("/door", () => TypedResults.Text("ok\n"));
        return app;
    }
}
finally
{
    folder.Delete(recursive: true);
}
