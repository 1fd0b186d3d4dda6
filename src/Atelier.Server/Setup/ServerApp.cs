using Atelier.Engine;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Finishing;
using Atelier.Engine.Public;
using Atelier.Engine.Working;
using Atelier.Server.Accounts;
using Atelier.Server.Admin;
using Atelier.Server.Attempts;
using Atelier.Server.Authentication;
using Atelier.Server.Budgets;
using Atelier.Server.Callbacks;
using Atelier.Server.Catalogue;
using Atelier.Server.Costs;
using Atelier.Server.Docs;
using Atelier.Server.Errors;
using Atelier.Server.Generations;
using Atelier.Server.Headers;
using Atelier.Server.Health;
using Atelier.Server.Images;
using Atelier.Server.Limits;
using Atelier.Server.Metrics;
using Atelier.Server.OpenAi;
using Atelier.Server.Photos;
using Atelier.Server.Policy;
using Atelier.Server.Presentations;
using Atelier.Server.Previews;
using Atelier.Server.Progress;
using Atelier.Server.Providers;
using Atelier.Server.Reviews;
using Atelier.Server.Routing;
using Atelier.Server.Tickets;
using Atelier.Server.Usage;
using Atelier.Server.Wall;
using Atelier.Server.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Atelier.Server.Setup;

/// <summary>The web application: what is in it, what every request passes, which doors there are.</summary>
internal static class ServerApp
{
    public static WebApplication Build(
        WebApplicationBuilder builder,
        ServerSettings settings,
        Installation installation
    )
    {
        builder.WebHost.UseUrls(settings.Urls);
        // It writes whole addresses, and the signed ones open pictures. Whoever needs it can name it in the settings.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.AddInstallation(settings, installation);
        // Before the engine, which brings parts for whoever has none of its own.
        builder.Services.AddProviderAdapters(settings);
        builder.Services.AddModeration(settings);
        builder.Services.AddSingleton<PublicAddresses, ServerAddresses>();
        builder.Services.AddEngine();
        builder.Services.AddWall();
        builder.Services.AddWebhookDoors();
        builder.Services.AddKeyAuthentication();
        builder.Services.AddLimits(settings);
        builder.Services.AddAccountDoors();
        builder.Services.AddPhotoDoors();
        builder.Services.AddDeckDoors();
        builder.Services.AddPrometheusMetrics();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IBeforeScrape, HouseGauges>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IBeforeScrape, DriftGauges>());
        builder.Services.AddApiDocs();
        builder.Services.AddSingleton<Patience>();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddTickets();
        builder.Services.AddProgressDoor();
        builder.Services.AddPreviewDoor();
        builder.Services.AddRoutingDoors();
        builder.Services.TryAddSingleton<HealthReport>();
        builder.Services.AddSingleton<ProviderViews>();
        builder.Services.AddSingleton<Intake>();
        builder.Services.AddSingleton<Owner>();
        builder.Services.AddSingleton<BudgetSetup>();
        builder.Services.AddSingleton<PictureOrigin>();
        builder.Services.AddSingleton<UrlSigner>();
        builder.Services.AddSingleton<LookSigner>();
        builder.Services.AddSingleton<ViewBuilder>();
        builder.Services.AddSingleton<ImagesWriter>();
        builder.Services.AddSingleton<PhotoTaskReader>();
        builder.Services.AddSingleton<PhotoTaskViews>();

        var app = builder.Build();
        app.UseWall();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseHostAllowList(settings.AllowedHosts);
        app.UseCrossOrigin();
        app.UseDocsGate(settings);
        app.UseWebSockets();
        // Files change with the program, under the same names: browsers must ask whether theirs are still right.
        app.UseStaticFiles(
            new StaticFileOptions
            {
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
            }
        );
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAddressLimits();

        app.MapOpenAiImages();
        app.MapModels();
        app.MapCatalogue();
        app.MapGenerations();
        app.MapRouting();
        app.MapSimulation();
        app.MapImages();
        app.MapPhotos();
        app.MapCallbacks();
        app.MapWebhooks();
        app.MapSession();
        app.MapTickets();
        app.MapProgress();
        app.MapPreviews();
        app.MapAdmin();
        app.MapAccounts();
        app.MapAttempts();
        app.MapReviews();
        app.MapBudget();
        app.MapBudgetReports();
        app.MapCosts();
        app.MapDrift();
        app.MapCatalogueAdmin();
        app.MapUsage();
        app.MapPhotoTasks();
        app.MapPhotoUsage();
        app.MapDeckDoors();
        app.MapProviders();
        app.MapProviderModes();
        app.MapOfferHealth();
        app.MapAccountRouting();
        app.MapPolicy();
        app.MapHealth();
        app.MapMetrics().RequireAuthorization(Scopes.Admin);
        app.MapApiDocs();
        return app;
    }

    private static void AddInstallation(
        this IServiceCollection services,
        ServerSettings settings,
        Installation installation
    )
    {
        services.AddSingleton(settings);
        services.AddSingleton(installation.Database);
        services.AddSingleton(installation.Secret);
        services.AddSingleton(installation.Node);
        services.AddSingleton(
            new CatalogueFolder(
                settings.CatalogueFolder,
                settings.CatalogueOverlay ?? Path.Combine(settings.DataFolder, "catalog"),
                mustExist: settings.CatalogueOverlay is not null
            )
        );
        services.AddSingleton(installation.Blobs);
        // Whatever else is set: rendered pictures are this node's own, and the data folder is under its lock.
        services.PostConfigure<ImageOptions>(images =>
            images.Cache.Folder ??= Path.Combine(settings.DataFolder, "cache", "renditions")
        );
        services.Configure<WorkOptions>(work => work.Drain = TimeSpan.FromSeconds(settings.DrainSeconds));
        // The host must outlive the drain, or it would cut it short.
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(settings.DrainSeconds + 15)
        );
    }
}
