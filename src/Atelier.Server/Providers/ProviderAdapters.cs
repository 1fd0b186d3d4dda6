using System.Diagnostics.Metrics;
using Atelier.Engine.Catalogue;
using Atelier.Engine.Diagnostics;
using Atelier.Providers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Gemini;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Piapi;
using Atelier.Providers.Replicate;
using Atelier.Providers.Stability;
using Atelier.Server.Setup;

namespace Atelier.Server.Providers;

/// <summary>The adapters there are, and how each is made from its setting. A new adapter is a line here.</summary>
internal static class ProviderAdapters
{
    /// <summary>By provider: the variable that holds its key, and the adapter.</summary>
    public static readonly IReadOnlyDictionary<string, ProviderAdapter> All = new Dictionary<string, ProviderAdapter>
    {
        ["openai"] = new(
            "OPENAI_API_KEY",
            (setting, time) =>
                new OpenAiProvider(new ProviderSite(OpenAiSite.Options(setting.Key, setting.BaseUrl), time), time)
        ),
        ["legnext"] = new(
            "LEGNEXT_API_KEY",
            (setting, time) =>
                new LegNextProvider(new ProviderSite(LegNextSite.Options(setting.Key, setting.BaseUrl), time), time)
        ),
        ["gemini"] = new(
            "GOOGLE_AI_API_KEY",
            (setting, time) =>
                new GeminiProvider(new ProviderSite(GeminiSite.Options(setting.Key, setting.BaseUrl), time), time)
        ),
        ["stability"] = new(
            "STABILITY_API_KEY",
            (setting, time) =>
                new StabilityProvider(
                    new ProviderSite(StabilitySite.Options(setting.Key, setting.BaseUrl), time),
                    time,
                    setting.V1
                )
        ),
        ["replicate"] = new(
            "REPLICATE_API_TOKEN",
            (setting, time) =>
                new ReplicateProvider(new ProviderSite(ReplicateSite.Options(setting.Key, setting.BaseUrl), time), time)
        ),
        ["piapi"] = new(
            "PIAPI_API_KEY",
            (setting, time) =>
                new PiapiProvider(
                    PiapiSite.Open(setting.Key, time, setting.BaseUrl, setting.UploadUrl),
                    time,
                    setting.MaskAsFile
                )
        ),
    };

    /// <summary>One adapter for each provider that is switched on, with its spool, costs, log and metrics around it.</summary>
    public static void AddProviderAdapters(this IServiceCollection services, ServerSettings settings)
    {
        foreach (var setting in settings.Providers)
        {
            services.AddSingleton<IImageProvider>(provider =>
                Decorate(Create(setting, provider), provider.GetRequiredService<EngineMetrics>().Meter, provider)
            );
        }
    }

    private static IRemoteProvider Create(ProviderSetting setting, IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        return setting.Entry is { } entry
            ? OwnProviders.Create(setting, entry, services.GetRequiredService<CatalogueHolder>().Current, time)
            : All[setting.Id].Create(setting, time);
    }

    private static MeteredProvider Decorate(IRemoteProvider adapter, Meter meter, IServiceProvider services) =>
        new(
            new LoggedProvider(
                new SpooledProvider(new CostedProvider(adapter)),
                services.GetRequiredService<ILogger<LoggedProvider>>()
            ),
            meter,
            services.GetRequiredService<TimeProvider>()
        );
}
