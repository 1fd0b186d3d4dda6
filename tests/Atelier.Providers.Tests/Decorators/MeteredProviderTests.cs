using System.Diagnostics.Metrics;
using Atelier.Providers.Answers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Decorators;

public sealed class MeteredProviderTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Meter _meter = new("test");
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];

    public MeteredProviderTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) => Add(instrument, $"{value}", tags)
        );
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, $"{value}", tags));
        _listener.Start();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryStepButRead_Done_IsTimed()
    {
        await AllSteps.RunAsync(Sut(new FakeProvider { Run = TakeAsync }), Cancel);

        Assert.Equal(AllSteps.Names.Where(name => name != "read").Select(Duration), _measured);
    }

    [Fact]
    public async Task EveryStep_Failed_IsCounted()
    {
        var failure = new ProviderException("fake", FailureKind.RateLimited, Charge.None, "Too many.");
        var sut = Sut(new FakeProvider { Run = token => FailAsync(failure, token) });

        foreach (var name in AllSteps.Names)
        {
            _measured.Clear();
            await Assert.ThrowsAsync<ProviderException>(() => AllSteps.RunAsync(name, sut, Cancel));

            const string Failure = "atelier.provider.failures 1 provider=fake kind=rate_limited charge=none";
            Assert.Equal(name == "read" ? [Failure] : [Failure, Duration(name)], _measured);
        }
    }

    [Fact]
    public async Task PollAsync_TaskFailed_IsCounted()
    {
        var failure = new ProviderException("fake", FailureKind.TaskFailed, Charge.Charged, "It failed.");
        var sut = Sut(new FakeProvider { State = new TaskState.Failed(failure, 5), Run = TakeAsync });

        await AllSteps.RunAsync("poll", sut, Cancel);

        Assert.Equal(
            ["atelier.provider.failures 1 provider=fake kind=task_failed charge=charged", Duration("poll")],
            _measured
        );
    }

    [Fact]
    public async Task SubmitAsync_Canceled_IsTimedAndNoFailure()
    {
        var sut = Sut(new FakeProvider { Run = token => FailAsync(new OperationCanceledException(), token) });

        await Assert.ThrowsAsync<OperationCanceledException>(() => AllSteps.RunAsync("submit", sut, Cancel));

        Assert.Equal([Duration("submit")], _measured);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private static string Duration(string step) => $"atelier.provider.call.duration 2 provider=fake step={step}";

    private MeteredProvider Sut(IRemoteProvider inner) => new(inner, _meter, _time);

    private Task TakeAsync(CancellationToken cancellationToken)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        return Task.CompletedTask;
    }

    private async Task FailAsync(Exception failure, CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        throw failure;
    }

    private void Add(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = $"{instrument.Name} {value}";
        foreach (var (name, tag) in tags)
        {
            text += $" {name}={tag}";
        }

        _measured.Add(text);
    }
}
