using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;
using Atelier.Providers.OpenAi.Moderation;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Serving;

/// <summary>The emulators, for all tests of a class, which run one after the other; each begins with a reset.</summary>
public sealed class EmulatorBench : IAsyncLifetime
{
    private Emulator _emulator = null!;
    private ProviderSite _site = null!;

    internal FakeTimeProvider Time { get; } = new();

    internal EmulatedWire Wire => _emulator.OpenAi;

    internal OpenAiProvider OpenAi { get; private set; } = null!;

    internal ModerationClient Moderation { get; private set; } = null!;

    internal EmulatorBench Fresh()
    {
        _emulator.Reset();
        return this;
    }

    internal void Fault(FaultAction action, int? status = null) =>
        Wire.AddFaults(new FaultRule { Action = action, Status = status });

    internal IEnumerable<string> Hashes(string job) => Wire.Pictures.Where(sent => sent.Job == job).Select(Hash);

    public async ValueTask InitializeAsync()
    {
        // A clock of its own: models are shut down on certain days.
        _emulator = await Emulator.StartAsync(
            new EmulatorOptions { LongestEdge = 32, Time = new FakeTimeProvider() },
            TestContext.Current.CancellationToken
        );
        _site = new ProviderSite(OpenAiSite.Options("sk-test", _emulator.BaseUrl("openai")), Time);
        OpenAi = new OpenAiProvider(_site, Time);
        Moderation = new ModerationClient(_site, Time);
    }

    public ValueTask DisposeAsync()
    {
        _site.Dispose();
        return _emulator.DisposeAsync();
    }

    private static string Hash(SentPicture picture) => picture.Sha256;
}
