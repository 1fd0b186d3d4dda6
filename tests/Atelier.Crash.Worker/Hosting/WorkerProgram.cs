using Atelier.Crash.Worker.Halts;
using Atelier.Data.Cluster;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Atelier.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atelier.Crash.Worker.Hosting;

/// <summary>
/// Prepares a host, says <c>ready</c>, and obeys: <c>start FOLDER</c>, <c>halt WAYPOINT WIRE ACTION</c>, <c>clear</c>, <c>go</c>,
/// <c>stop</c>. When stdin ends the process ends, on the spot.
/// </summary>
internal static class WorkerProgram
{
    public static async Task<int> RunAsync(string settingsPath)
    {
        var settings = CrashSettings.Read(settingsPath);
        var folder = "";
        DataFolderLock? held = null;
        using var host = CrashHost.Build(
            settings,
            () => NodeIdentity.FromFile(Path.Combine(folder, "node-id")),
            LogLevel.Information,
            services => new HaltPoints(services.GetRequiredService<NpgsqlDataSource>(), Console.Out)
        );
        await WarmAsync(host.Services);
        await SayAsync("ready");
        var halts = (HaltPoints)host.Services.GetRequiredService<IWaypoints>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["start", var path]:
                    folder = path;
                    held = DataFolderLock.Acquire(folder, "a worker");
                    await host.StartAsync();
                    await SayAsync($"started {host.Services.GetRequiredService<NodeIdentity>().Id}");
                    break;
                case ["halt", .. var words]:
                    halts.Halt(HaltOrder.Parse(words));
                    break;
                case ["clear"]:
                    if (halts.Clear())
                    {
                        await SayAsync("cleared");
                    }

                    break;
                case ["go"]:
                    halts.Go();
                    break;
                case ["stop"]:
                    await host.StopAsync();
                    held?.Dispose();
                    return 0;
                default:
                    throw new InvalidOperationException($"'{line}' is not understood.");
            }
        }

        // Nobody is there any more who could want an orderly end.
        Environment.Exit(0);
        return 0;
    }

    // What takes time and needs no folder, so that a restart is quick.
    private static async Task WarmAsync(IServiceProvider services)
    {
        services.GetRequiredService<CatalogueHolder>();
        services.GetRequiredService<ProviderRegistry>();
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
    }

    private static async Task SayAsync(string word)
    {
        await Console.Out.WriteLineAsync(word);
        await Console.Out.FlushAsync();
    }
}
