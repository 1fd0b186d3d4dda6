using System.Text;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.Http;

public sealed class PaidAnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SpoolAsync_AnswerCutAtEveryPlace_IsLostAndNothingIsKept()
    {
        var whole = Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"data\":[{}]}"
        );
        await using var server = RawServer.Sending(number => whole.AsMemory(0, number));
        using var site = Sites.To(server.Url);
        var spool = new MemorySpool();

        for (var cut = 0; cut < whole.Length; cut++)
        {
            AssertLost(await Assert.ThrowsAsync<ProviderException>(() => PostAndSpoolAsync(site, spool)));
        }

        Assert.Empty(spool.Parts);
        Assert.Equal(whole.Length, server.Connections);
        // The next one is not cut.
        await PostAndSpoolAsync(site, spool);
        Assert.Equal("{\"data\":[{}]}"u8.ToArray(), spool.Parts[AnswerSpool.Answer]);
    }

    [Fact]
    public async Task SpoolAsync_BodyNotInTime_IsLostWithItsStatusAndNothingIsKept()
    {
        var time = new FakeTimeProvider();
        await using var server = await StubServer.StartAsync(async context =>
        {
            context.Response.Headers["x-request-id"] = "req_7";
            await context.Response.WriteAsync("{\"data\":", context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var site = Sites.To(server.Url, time);
        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);
        var spool = new MemorySpool();
        var keep = answer.SpoolAsync(spool, AnswerSpool.Answer, 1000);

        time.Advance(Sites.PostTimeout);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => keep);
        AssertLost(failure);
        Assert.Equal((200, "req_7"), (failure.Status, failure.RequestId));
        Assert.Empty(spool.Parts);
    }

    [Fact]
    public async Task SpoolAsync_SpoolCannotKeepIt_IsLost()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);
        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            answer.SpoolAsync(new FullSpool(), AnswerSpool.Answer, 1000)
        );

        AssertLost(failure);
    }

    [Fact]
    public async Task SpoolAsync_MoreThanAllowed_IsUnreadableAndCharged()
    {
        await using var server = await StubServer.AnsweringAsync(200, new string(' ', 1001));
        using var site = Sites.To(server.Url);
        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);
        var spool = new MemorySpool();

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            answer.SpoolAsync(spool, AnswerSpool.Answer, 1000)
        );

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
        Assert.Empty(spool.Parts);
    }

    [Fact]
    public async Task SpoolAsync_NothingComes_IsUnreadableAndCharged()
    {
        await using var server = await StubServer.AnsweringAsync(200, "");
        using var site = Sites.To(server.Url);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => PostAndSpoolAsync(site, new MemorySpool()));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
    }

    private static async Task PostAndSpoolAsync(ProviderSite site, MemorySpool spool)
    {
        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);
        await answer.SpoolAsync(spool, AnswerSpool.Answer, 1000);
    }

    private static void AssertLost(ProviderException failure) =>
        Assert.Equal((FailureKind.Lost, Charge.Unknown), (failure.Kind, failure.Charge));

    private sealed class FullSpool : AnswerSpool
    {
        public override async Task WriteAsync(
            string part,
            Func<Stream, CancellationToken, Task> write,
            CancellationToken cancellationToken
        )
        {
            await write(Stream.Null, cancellationToken);
            throw new IOException("No space left on device");
        }

        public override Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken) =>
            Task.FromResult<Stream?>(null);
    }
}
