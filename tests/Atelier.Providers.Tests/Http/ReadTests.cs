using System.Net;
using System.Net.Sockets;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Http;

public sealed class ReadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_Answered_BearsTheKey()
    {
        await using var server = await StubServer.AnsweringAsync(404, "{\"error\":{}}");
        using var site = Sites.To(server.Url);

        using var answer = await site.GetAsync("/v1/models", Cancel);

        Assert.Equal(404, answer.Status);
        Assert.Equal(Sites.Key, Assert.Single(server.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task GetAsync_Redirect_IsNotFollowed()
    {
        await using var other = await StubServer.AnsweringAsync(200, "{}");
        await using var server = await StubServer.AnsweringAsync(302, "", headers: ("Location", other.Url.ToString()));
        using var site = Sites.To(server.Url);

        using var answer = await site.GetAsync("/v1/models", Cancel);

        Assert.Equal(302, answer.Status);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task GetAsync_ConnectionRefused_IsNotSent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var site = Sites.To(new Uri($"http://127.0.0.1:{port}"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => site.GetAsync("/x", Cancel));

        Assert.Equal((FailureKind.NotSent, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task GetAsync_Cut_IsLostAndFree()
    {
        await using var server = RawServer.Sending(_ => ReadOnlyMemory<byte>.Empty);
        using var site = Sites.To(server.Url);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => site.GetAsync("/x", Cancel));

        Assert.Equal((FailureKind.Lost, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task ReadJsonAsync_Cut_IsLostAndFree()
    {
        await using var server = RawServer.Sending(_ => "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"u8.ToArray());
        using var site = Sites.To(server.Url);
        using var answer = await site.GetAsync("/x", Cancel);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => answer.ReadJsonAsync(100));

        Assert.Equal((FailureKind.Lost, Charge.None, 200), (failure.Kind, failure.Charge, failure.Status));
    }

    [Fact]
    public async Task GetAsync_NoAnswerIn30Seconds_IsLostAndFree()
    {
        var time = new FakeTimeProvider();
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StubServer.StartAsync(context =>
        {
            received.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var site = Sites.To(server.Url, time);
        var get = site.GetAsync("/x", Cancel);
        await received.Task.WaitAsync(Cancel);

        time.Advance(TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => get);
        Assert.Equal((FailureKind.Lost, Charge.None), (failure.Kind, failure.Charge));
    }

    [Fact]
    public async Task GetAsync_Canceled_IsCanceled()
    {
        using var canceled = new CancellationTokenSource();
        await using var server = await StubServer.StartAsync(async context =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var site = Sites.To(server.Url);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.GetAsync("/x", canceled.Token));
    }

    [Theory]
    [InlineData("{\"a\":", 100)]
    [InlineData("<html>", 100)]
    [InlineData("", 100)]
    [InlineData("{\"a\":1}", 6)]
    public async Task ReadJsonAsync_BrokenOrTooLarge_IsNull(string body, int most)
    {
        await using var server = await StubServer.AnsweringAsync(200, body);
        using var site = Sites.To(server.Url);
        using var answer = await site.GetAsync("/x", Cancel);

        Assert.Null(await answer.ReadJsonAsync(most));
    }
}
