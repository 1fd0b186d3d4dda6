using System.Diagnostics.Metrics;
using Atelier.Providers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Gemini;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Replicate;
using Microsoft.Extensions.Logging;

namespace Atelier.Crash.Worker.Hosting;

/// <summary>The wires of a run, at the emulators.</summary>
internal static class CrashProviders
{
    public static ProviderRegistry Create(CrashSettings settings, ILoggerFactory loggers, Meter meter) =>
        new([.. settings.Wires.Keys.Select(wire => Decorate(Adapter(wire, settings), loggers, meter))]);

    private static IRemoteProvider Adapter(string wire, CrashSettings settings) =>
        wire switch
        {
            "openai" => new OpenAiProvider(
                Site(wire, settings, "Authorization", "Bearer sk-emulated"),
                TimeProvider.System
            ),
            "legnext" => new LegNextProvider(
                Site(wire, settings, "x-api-key", "emulated"),
                TimeProvider.System,
                new LegNextPace
                {
                    First = TimeSpan.FromMilliseconds(500),
                    Next = TimeSpan.FromMilliseconds(500),
                    ShortestTask = settings.LegNextTask,
                }
            ),
            "gemini" => new GeminiProvider(Site(wire, settings, "x-goog-api-key", "emulated"), TimeProvider.System),
            "replicate" => new ReplicateProvider(
                Site(wire, settings, "Authorization", "Bearer emulated"),
                TimeProvider.System
            ),
            _ => throw new InvalidOperationException($"No run has the wire {wire}."),
        };

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

    private static ProviderSite Site(string wire, CrashSettings settings, string header, string key) =>
        new(
            new ProviderSiteOptions
            {
                Provider = wire,
                BaseUrl = settings.Wires[wire],
                KeyHeader = header,
                KeyValue = key,
                PostTimeout = settings.PostTimeout,
            },
            TimeProvider.System
        );
}
