using Atelier.Providers.Answers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using Microsoft.Extensions.Logging;

namespace Atelier.Providers.Tests.Decorators;

public sealed class LoggedProviderTests
{
    private readonly LogList<LoggedProvider> _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryStep_Done_IsWrittenForDebugging()
    {
        await AllSteps.RunAsync(new LoggedProvider(new FakeProvider(), _log), Cancel);

        Assert.Equal(
            [
                "fake Submit: Submitted.",
                "fake Poll: Answered.",
                "fake Cancel: CancelAnswer.",
                "fake Reconcile: Nothing.",
                "fake Read: ProviderAnswer.",
                "fake Check: ProviderCheck.",
            ],
            _log.Lines.Select(line => line.Text)
        );
        Assert.All(_log.Lines, line => Assert.Equal(LogLevel.Debug, line.Level));
    }

    [Fact]
    public async Task SubmitAsync_Failed_IsWrittenWithoutUpstreamWords()
    {
        var failure = new ProviderException(
            "fake",
            FailureKind.Lost,
            Charge.Unknown,
            "It broke.",
            new HttpRequestException("upstream words")
        )
        {
            Status = 200,
            RequestId = "req_1",
        };
        var sut = new LoggedProvider(new FakeProvider { Run = _ => throw failure }, _log);

        await Assert.ThrowsAsync<ProviderException>(() => AllSteps.RunAsync("submit", sut, Cancel));

        Assert.Equal(
            (
                LogLevel.Warning,
                "fake Submit failed: Lost, charge Unknown, status 200, request req_1, cause HttpRequestException."
            ),
            Assert.Single(_log.Lines)
        );
    }

    [Fact]
    public async Task PollAsync_TaskFailed_IsAWarning()
    {
        var failure = new ProviderException("fake", FailureKind.TaskFailed, Charge.Charged, "It failed.");
        var sut = new LoggedProvider(new FakeProvider { State = new TaskState.Failed(failure, 5) }, _log);

        await AllSteps.RunAsync("poll", sut, Cancel);

        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Lines).Level);
    }

    [Fact]
    public async Task SubmitAsync_Canceled_IsNoFailure()
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        var inner = new FakeProvider { Run = Task.FromCanceled };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            AllSteps.RunAsync("submit", new LoggedProvider(inner, _log), canceled.Token)
        );

        Assert.Equal((LogLevel.Information, "fake Submit was canceled by us."), Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task CheckAsync_UnexpectedException_IsAnErrorWithoutItsText()
    {
        var sut = new LoggedProvider(
            new FakeProvider { Run = _ => throw new InvalidOperationException("a secret wish") },
            _log
        );

        await Assert.ThrowsAsync<InvalidOperationException>(() => AllSteps.RunAsync("check", sut, Cancel));

        var (level, text) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.EndsWith("InvalidOperationException.", text, StringComparison.Ordinal);
    }
}
