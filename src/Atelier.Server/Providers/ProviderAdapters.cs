using Atelier.Engine.Catalogue;
using Atelier.Engine.Diagnostics;
using Atelier.Providers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Gemini;
using Atelier.Providers.Http;
using Atelier.Providers.Keys;
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
            (setting, key, time) =>
                new OpenAiProvider(
                    new ProviderSite(OpenAiSite.Options(key, setting.BaseUrl), time),
                    time,
                    setting.PartialImages
                )
        ),
        ["legnext"] = new(
            "LEGNEXT_API_KEY",
            (setting, key, time) =>
                new LegNextProvider(new ProviderSite(LegNextSite.Options(key, setting.BaseUrl), time), time)
        ),
        ["gemini"] = new(
            "GOOGLE_AI_API_KEY",
            (setting, key, time) =>
                new GeminiProvider(new ProviderSite(GeminiSite.Options(key, setting.BaseUrl), time), time)
        ),
        ["stability"] = new(
            "STABILITY_API_KEY",
            (setting, key, time) =>
                new StabilityProvider(
                    new ProviderSite(StabilitySite.Options(key, setting.BaseUrl), time),
                    time,
                    setting.V1
                )
        ),
        ["replicate"] = new(
            "REPLICATE_API_TOKEN",
            (setting, key, time) =>
                new ReplicateProvider(new ProviderSite(ReplicateSite.Options(key, setting.BaseUrl), time), time)
        ),
        ["piapi"] = new(
            "PIAPI_API_KEY",
            (setting, key, time) =>
                new PiapiProvider(
                    PiapiSite.Open(key, time, setting.BaseUrl, setting.UploadUrl),
                    time,
                    setting.MaskAsFile,
                    setting.HistoryShowsRunning
                )
        ),
    };

    /// <summary>One adapter for each key of each provider that is switched on, with its spool, costs, log and metrics around it.</summary>
    public static void AddProviderAdapters(this IServiceCollection services, ServerSettings settings)
    {
        foreach (var setting in settings.Providers)
        {
            services.AddSingleton<IImageProvider>(provider => Open(setting, provider));
        }
    }

    private static IRemoteProvider Open(ProviderSetting setting, IServiceProvider services)
    {
        if (setting.Key.Length == 0)
        {
            return Decorate(Create(setting, "", services), null, services);
        }

        var keys = setting.Keys.Count > 0 ? setting.Keys : [new KeySetting(VariableOf(setting), setting.Key)];
        return new KeyRing(
            [
                .. keys.Select(key => new ProviderKey(
                    KeyMark.Of(setting.Id, key.Name, key.Key),
                    key.Weight,
                    Decorate(Create(setting, key.Key, services), keys.Count > 1 ? key.Name : null, services)
                )),
            ],
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<KeyRing>>()
        );
    }

    private static string VariableOf(ProviderSetting setting) =>
        setting.Entry is { } entry ? entry.KeyVariable ?? entry.Id : All[setting.Id].KeyVariable;

    private static IRemoteProvider Create(ProviderSetting setting, string key, IServiceProvider services)
    {
        var time = services.GetRequiredService<TimeProvider>();
        return setting.Entry is { } entry
            ? OwnProviders.Create(setting, key, entry, services.GetRequiredService<CatalogueHolder>().Current, time)
            : All[setting.Id].Create(setting, key, time);
    }

    private static MeteredProvider Decorate(IRemoteProvider adapter, string? key, IServiceProvider services) =>
        new(
            new LoggedProvider(
                new SpooledProvider(new CostedProvider(adapter)),
                services.GetRequiredService<ILogger<LoggedProvider>>()
            ),
            services.GetRequiredService<EngineMetrics>().Meter,
            services.GetRequiredService<TimeProvider>(),
            key
        );
}
