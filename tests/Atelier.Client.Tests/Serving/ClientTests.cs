using Atelier.Client.Errors;
using Atelier.Client.Photos;

namespace Atelier.Client.Tests.Serving;

/// <summary>A server that lies, a clock that leaps, and a client between them.</summary>
public abstract class ClientTests : IAsyncLifetime
{
    protected const string StatusPath = $"/api/status/{Answers.TaskId}";
    protected const string EventsPath = $"/v1/generations/{Answers.TaskId}/events";

    private LyingServer? _server;
    private AtelierClient? _client;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected LyingServer Server => _server!;

    private protected LeapingTime Time { get; } = new();

    private protected PhotoClient Photos => (_client ??= CreateSut(new AtelierClientOptions())).Photos;

    // Limits lie out of the clock's reach: only a test about one of them lets it pass.
    private static TimeSpan Far => TimeSpan.FromDays(1);

    public async ValueTask InitializeAsync() => _server = await LyingServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected AtelierClient CreateSut(AtelierClientOptions options) =>
        _client = new AtelierClient(
            options with
            {
                BaseAddress = options.BaseAddress ?? Server.Url,
                CallLimit = Unless(options.CallLimit, new AtelierClientOptions().CallLimit),
                FirstEventLimit = Unless(options.FirstEventLimit, new AtelierClientOptions().FirstEventLimit),
                EventSilenceLimit = Unless(options.EventSilenceLimit, new AtelierClientOptions().EventSilenceLimit),
                WaitLimit = Unless(options.WaitLimit, new AtelierClientOptions().WaitLimit),
            },
            Time
        );

    private protected static Task<AtelierClientException> FailsAsync(Func<Task> call) =>
        Assert.ThrowsAsync<AtelierClientException>(call);

    private static TimeSpan Unless(TimeSpan set, TimeSpan usual) => set == usual ? Far : set;
}
