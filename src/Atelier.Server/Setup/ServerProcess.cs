using System.Text.Json;
using Atelier.Core.Catalogue;
using Atelier.Data.Cluster;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Finishing;
using Atelier.Engine.Limits;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Vips;
using Atelier.Server.Admin;
using Atelier.Server.Budgets;
using Atelier.Server.Logs;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Atelier.Server.Setup;

/// <summary>One run of the service, from its settings to its end.</summary>
internal static partial class ServerProcess
{
    /// <returns>0 after a stop that was asked for; 1 when it could not start or lost its database.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await ServeAsync(args);
        }
        catch (Exception exception) when (IsOneSentence(exception))
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        // Static files lie beside the program, whatever folder it was started from.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var settings = ServerSettings.Read(builder.Configuration);
        switch (args)
        {
            case [LedgerCommand.Name]:
                return await LedgerCommand.RunAsync(settings);
            case [var other, ..] when !other.StartsWith('-'):
                throw new SettingsException(
                    $"There is no command '{other}': without one the service starts; {LedgerCommand.Name} recounts the books."
                );
        }

        using var loggers = LoggerFactory.Create(logging =>
            logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddAtelierConsole(settings)
        );
        builder.Logging.ClearProviders().AddAtelierConsole(settings);
        await using var installation = await Installation.OpenAsync(settings, loggers, CancellationToken.None);
        await using var app = ServerApp.Build(builder, settings, installation);
        await PrepareAsync(app, CancellationToken.None);
        var code = await app.Services.GetRequiredService<Owner>().EnsureAsync(CancellationToken.None);
        await StartAsync(app);
        var url = app.Urls.First();
        installation.Announce(url);
        Welcome.Print(url, settings, code);
        return await WaitAsync(app, installation);
    }

    /// <summary>What must be in order before the first request: pictures can be made, lanes exist.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellationToken)
    {
        // Wrong settings are told before anything begins, and in a sentence.
        var images = app.Services.GetRequiredService<IOptions<ImageOptions>>().Value;
        var vips = VipsRuntime.Start(images.Reading.Vips);
        var log = app.Services.GetRequiredService<ILogger<PictureFinisher>>();
        LogVips(log, vips.Version, vips.Source);
        if (vips.Source == VipsLibrarySource.SystemFallback)
        {
            LogFallback(log);
        }

        if (!app.Services.GetRequiredService<MarkCheck>().Passes())
        {
            LogNoMark(log);
        }

        var catalogue = app.Services.GetRequiredService<CatalogueHolder>();
        await app.Services.GetRequiredService<LaneSetup>().SaveAsync(catalogue.Current, cancellationToken);
        await app.Services.GetRequiredService<TierSetup>().SaveAsync(cancellationToken);
        await app.Services.GetRequiredService<BudgetSetup>().EnsureAsync(cancellationToken);
    }

    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is not OptionsValidationException)
        {
            // The workers may have claimed work before the port turned out to be taken; they hand it back.
            await app.StopAsync();
            throw;
        }
    }

    private static async Task<int> WaitAsync(WebApplication app, Installation installation)
    {
        var stopped = app.WaitForShutdownAsync();
        if (await Task.WhenAny(stopped, installation.DatabaseExited) == stopped)
        {
            // A loop that broke has stopped the host; whoever watches us must see that nobody asked for it.
            var broken = app
                .Services.GetServices<IHostedService>()
                .OfType<BackgroundService>()
                .Any(service => service.ExecuteTask is { IsFaulted: true });
            return broken ? 1 : 0;
        }

        await Console.Error.WriteLineAsync(
            "The private database ended by itself, so the service stops; its log lies in the data folder."
        );
        await app.StopAsync();
        return 1;
    }

    private static bool IsOneSentence(Exception exception) =>
        exception
            is SettingsException
                or DataFolderInUseException
                or ClusterException
                or CatalogueException
                or OptionsValidationException
                or VipsUnavailableException
                or InvalidOperationException
                or ArgumentException
                or NpgsqlException
                or IOException
                or HttpRequestException
                or JsonException
                or UnauthorizedAccessException;

    [LoggerMessage(
        LogLevel.Error,
        "The mark of free accounts cannot be drawn, so their requests fail: run `npm ci --ignore-scripts` in the folder natives"
    )]
    private static partial void LogNoMark(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Pictures are finished by libvips {Version} from {Source}")]
    private static partial void LogVips(ILogger logger, string version, VipsLibrarySource source);

    [LoggerMessage(
        LogLevel.Warning,
        "This is the system's libvips, which is older and slower: run npm ci in natives/ for the pinned one"
    )]
    private static partial void LogFallback(ILogger logger);
}
