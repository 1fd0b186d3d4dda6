using System.Diagnostics.Metrics;
using Atelier.Providers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.OpenAi;
using Microsoft.Extensions.Logging;

namespace Atelier.Crash.Worker.Hosting;

/// <summary>Both wires, at the emulators.</summary>
internal static class CrashProviders
{
    public static ProviderRegistry Create(CrashSettings settings, ILoggerFactory loggers, Meter meter)
    {
        var openAi = new OpenAiProvider(
            Site("openai", settings.OpenAi, "Authorization", "Bearer sk-emulated", settings.PostTimeout),
            TimeProvider.System
        );
        var legNext = new LegNextProvider(
            Site("legnext", settings.LegNext, "x-api-key", "emulated", settings.PostTimeout),
            TimeProvider.System,
            new LegNextPace
            {
                First = TimeSpan.FromMilliseconds(500),
                Next = TimeSpan.FromMilliseconds(500),
                ShortestTask = settings.LegNextTask,
            }
        );
        return new ProviderRegistry([Decorate(openAi, loggers, meter), Decorate(legNext, loggers, meter)]);
    }

    private static SpooledProvider Decorate(IRemoteProvider provider, ILoggerFactory loggers, Meter meter) =>
        new(
            new CostedProvider(
                new MeteredProvider(
                    new LoggedProvider(provider, loggers.CreateLogger<LoggedProvider>()),
                    meter,
                    TimeProvider.System
                )
            )
        );

    private static ProviderSite Site(string provider, Uri address, string header, string key, TimeSpan postTimeout) =>
        new(
            new ProviderSiteOptions
            {
                Provider = provider,
                BaseUrl = address,
                KeyHeader = header,
                KeyValue = key,
                PostTimeout = postTimeout,
            },
            TimeProvider.System
        );
}
