using System.Net;
using System.Net.Sockets;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Http;

public sealed class PaidFailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostPaidAsync_ConnectionRefused_IsNotSent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        await AssertNotSentAsync(new Uri($"http://127.0.0.1:{port}"));
    }

    [Fact]
    public Task PostPaidAsync_NoSuchName_IsNotSent() => AssertNotSentAsync(new Uri("http://nowhere.invalid"));

    [Fact]
    public async Task PostPaidAsync_NoTls_IsNotSent()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");

        await AssertNotSentAsync(new UriBuilder(server.Url) { Scheme = "https" }.Uri);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task PostPaidAsync_CutWithinTheRequest_IsLostAndNotRepeated()
    {
        await using var server = new RawServer(
            async (stream, cancellationToken) => await stream.ReadExactlyAsync(new byte[10], cancellationToken)
        );
        using var site = Sites.To(server.Url);
        var content = new ByteArrayContent(new byte[8 * 1024 * 1024]);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            site.PostPaidAsync("/x", content, new TestGuard(), Cancel)
        );

        AssertLost(failure);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task PostPaidAsync_NoAnswerInTime_IsLost()
    {
        var time = new FakeTimeProvider();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StubServer.StartAsync(context =>
        {
            received.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var site = Sites.To(server.Url, time);
        var post = site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);
        await received.Task.WaitAsync(Cancel);

        time.Advance(Sites.PostTimeout - TimeSpan.FromSeconds(1));
        Assert.False(post.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        AssertLost(await Assert.ThrowsAsync<ProviderException>(() => post));
    }

    [Fact]
    public async Task PostPaidAsync_TimeIsUpBeforeTheBody_IsNotSent()
    {
        var time = new FakeTimeProvider();
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url, time);
        var guard = new TestGuard
        {
            Before = token =>
            {
                time.Advance(Sites.PostTimeout);
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
        };

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            site.PostPaidAsync("/x", new StringContent("hello"), guard, Cancel)
        );

        Assert.Equal((FailureKind.NotSent, Charge.None), (failure.Kind, failure.Charge));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task PostPaidAsync_CanceledBeforeTheBody_IsCanceled()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);
        using var canceled = new CancellationTokenSource();
        var guard = new TestGuard
        {
            Before = async token =>
            {
                await canceled.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            site.PostPaidAsync("/x", new StringContent("hello"), guard, canceled.Token)
        );

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task PostPaidAsync_CanceledAfterTheBody_IsLost()
    {
        using var canceled = new CancellationTokenSource();
        await using var server = await StubServer.StartAsync(async context =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var site = Sites.To(server.Url);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), canceled.Token)
        );

        AssertLost(failure);
    }

    private static async Task AssertNotSentAsync(Uri address)
    {
        using var site = Sites.To(address);
        var guard = new TestGuard();

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            site.PostPaidAsync("/x", new StringContent("hello"), guard, Cancel)
        );

        Assert.Equal((FailureKind.NotSent, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal(0, guard.Asked);
    }

    private static void AssertLost(ProviderException failure) =>
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));
}
