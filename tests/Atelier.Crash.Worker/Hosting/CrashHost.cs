using System.Diagnostics.Metrics;
using Atelier.Data.Blobs;
using Atelier.Data.Connections;
using Atelier.Engine;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Public;
using Atelier.Engine.Waypoints;
using Atelier.Engine.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Atelier.Crash.Worker.Hosting;

/// <summary>A whole engine. The worker starts it; the door of a run builds one and leaves its workers asleep.</summary>
internal static class CrashHost
{
    /// <param name="node">Asked when the host starts, and not before.</param>
    public static IHost Build(
        CrashSettings settings,
        Func<NodeIdentity> node,
        LogLevel least,
        Func<IServiceProvider, IWaypoints>? waypoints = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        builder.Logging.SetMinimumLevel(least);
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace
        );
        builder.Services.AddSingleton(_ => Database.Open(settings.Database));
        builder.Services.AddSingleton(_ => node());
        builder.Services.AddSingleton<IBlobStore>(services => new DiskBlobStore(
            settings.BlobFolder,
            services.GetRequiredService<NodeIdentity>().Id
        ));
        builder.Services.AddSingleton(new CatalogueFolder(settings.CatalogueFolder));
        builder.Services.AddSingleton<PublicAddresses>(new CrashAddresses(settings.Callbacks));
        builder.Services.AddSingleton(services =>
            CrashProviders.Create(settings, services.GetRequiredService<ILoggerFactory>(), new Meter("crash"))
        );
        if (waypoints is not null)
        {
            builder.Services.AddSingleton(waypoints);
        }

        builder.Services.AddEngine();
        builder.Services.Configure<WorkOptions>(work => Set(work, settings));
        return builder.Build();
    }

    private static void Set(WorkOptions work, CrashSettings settings)
    {
        work.Lease = settings.Lease;
        work.Grace = settings.Grace;
        work.MostFailures = settings.MostFailures;
        work.Poll = settings.Poll;
        work.ReconcileEvery = settings.ReconcileEvery;
        work.LateEvery = settings.LateEvery;
    }
}
