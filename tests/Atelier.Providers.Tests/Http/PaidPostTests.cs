using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Http;

public sealed class PaidPostTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostPaidAsync_Answered_SendsOnceAndTellsTheGuard()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{\"a\":1}", headers: ("x-request-id", "req_1"));
        using var site = Sites.To(new Uri(server.Url, "/base/"));
        var guard = new TestGuard();

        using var answer = await site.PostPaidAsync("/v1/x?y=1", new StringContent("hello"), guard, Cancel);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/base/v1/x?y=1", "hello"), (request.Method, request.Path, request.Body));
        Assert.Equal((1, 1), (guard.Asked, guard.Told));
        Assert.Equal((200, "application/json", "req_1"), (answer.Status, answer.MediaType, answer.RequestId));
        var body = await answer.ReadJsonAsync(64);
        Assert.Equal(1, body!.Value.GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task PostPaidAsync_AnyCall_SendsTheseHeadersOnly()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);

        using var activity = new System.Diagnostics.Activity("test").Start();
        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);

        var headers = Assert.Single(server.Requests).Headers;
        Assert.Equal(
            ["authorization", "content-length", "content-type", "host", "user-agent"],
            headers.Keys.Select(name => name.ToLowerInvariant()).Order()
        );
        Assert.Equal(Sites.Key, headers["Authorization"]);
        Assert.Matches(@"^Atelier/\d+\.\d+\.\d+$", headers["User-Agent"]);
    }

    [Fact]
    public async Task PostPaidAsync_ContentOfUnknownLength_IsMeasuredFirst()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);
        var content = System.Net.Http.Json.JsonContent.Create(new { a = 1 });

        using var answer = await site.PostPaidAsync("/x", content, new TestGuard(), Cancel);

        Assert.Equal("7", Assert.Single(server.Requests).Headers["Content-Length"]);
    }

    [Fact]
    public async Task PostPaidAsync_SeveralCalls_EachHasAConnectionOfItsOwn()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);

        for (var i = 0; i < 3; i++)
        {
            using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);
            await answer.ReadJsonAsync(64);
        }

        Assert.Distinct(server.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task PostPaidAsync_GuardRefuses_NothingArrives()
    {
        var arrived = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(
            async (stream, cancellationToken) =>
                arrived.SetResult(await stream.ReadAsync(new byte[100], cancellationToken))
        );
        using var site = Sites.To(server.Url);
        var tooOld = new ProviderException("openai", FailureKind.NotSent, Charge.None, "The intent is too old.");
        var guard = new TestGuard { Before = _ => throw tooOld };

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            site.PostPaidAsync("/x", new StringContent("hello"), guard, Cancel)
        );

        Assert.Same(tooOld, failure);
        Assert.Equal(0, await arrived.Task.WaitAsync(Cancel));
        Assert.Equal((1, 0, 1), (guard.Asked, guard.Told, server.Connections));
    }

    [Fact]
    public async Task PostPaidAsync_GuardThinks_TheConnectionStandsAndWaits()
    {
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(
            async (stream, cancellationToken) =>
            {
                connected.SetResult();
                await RawServer.ReadRequestAsync(stream, cancellationToken);
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        );
        using var site = Sites.To(server.Url);
        var guard = new TestGuard { Before = token => connected.Task.WaitAsync(token) };

        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), guard, Cancel);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task PostPaidAsync_NoteOfSendingFails_AnswerIsKept()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}");
        using var site = Sites.To(server.Url);
        var guard = new TestGuard { After = _ => throw new InvalidOperationException("no database") };

        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), guard, Cancel);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task SerializeToStreamAsync_SecondTime_Throws()
    {
        using var call = new SiteCall("openai", Sites.PostTimeout, TimeProvider.System, paid: true, Cancel);
        var guard = new TestGuard();
        using var content = new OneShotContent(new StringContent("hello"), guard, call);
        await content.CopyToAsync(Stream.Null, Cancel);

        await Assert.ThrowsAsync<InvalidOperationException>(() => content.CopyToAsync(Stream.Null, Cancel));

        Assert.Equal(1, guard.Asked);
        Assert.True(call.MayCost);
    }

    [Fact]
    public async Task PostPaidAsync_Redirect_IsAnAnswerAndNotFollowed()
    {
        await using var other = await StubServer.AnsweringAsync(200, "{}");
        await using var server = await StubServer.AnsweringAsync(
            307,
            "",
            headers: ("Location", new Uri(other.Url, "/y").ToString())
        );
        using var site = Sites.To(server.Url);

        using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);

        Assert.Equal(307, answer.Status);
        Assert.Empty(other.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PostPaidAsync_CookieWasSet_IsNotSentBack()
    {
        await using var server = await StubServer.AnsweringAsync(200, "{}", headers: ("Set-Cookie", "a=b; Path=/"));
        using var site = Sites.To(server.Url);

        for (var i = 0; i < 2; i++)
        {
            using var answer = await site.PostPaidAsync("/x", new StringContent("hello"), new TestGuard(), Cancel);
        }

        Assert.DoesNotContain("Cookie", server.Requests[1].Headers.Keys);
    }

    [Fact]
    public async Task PostPaidAsync_PathWithoutSlash_IsAMistake()
    {
        using var site = Sites.To(new Uri("http://127.0.0.1:1"));

        await Assert.ThrowsAsync<ArgumentException>(() =>
            site.PostPaidAsync("@example.com/x", new StringContent(""), new TestGuard(), Cancel)
        );
    }
}
