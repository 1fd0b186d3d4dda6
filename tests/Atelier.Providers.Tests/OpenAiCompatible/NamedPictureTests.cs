using System.Collections.Concurrent;
using System.Text;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAiCompatible;
using Atelier.Providers.Tests.Serving;
using Microsoft.AspNetCore.Http;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>What an answer names is looked for again, whatever was asked for, and never costs the pictures that are in hand.</summary>
[Trait("Requirement", "B-17")]
public sealed class NamedPictureTests(CompatBench bench) : IClassFixture<CompatBench>
{
    private const string Two = """{"data":[{"url":"$a.png"},{"url":"$b.png"}]}""";
    private const string Mixed = """{"data":[{"b64_json":"AQID"},{"url":"$b.png"}]}""";

    private static readonly byte[] Inline = [1, 2, 3];

    private readonly CompatBench _bench = bench.Fresh();
    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("xai", "response_format: omit", Two)]
    [InlineData("xai", "", Mixed)]
    [InlineData("xai", "", """{"data":[{"url":"$b.png","b64_json":""}]}""")]
    [InlineData("xai", "", """{"data":[{"url":"$b.png","b64_json":null}]}""")]
    [InlineData("xai", "", """{"data":[{"b64_json":"$b.png"}]}""")]
    [InlineData("xai", "response_format: url", Mixed)]
    public async Task Submit_AnswerThatNamesAFile_IsLookedForUntilItIsThere(string preset, string wire, string body)
    {
        await using var server = await FileServer.StartAsync(body);
        server.Down["/b.png"] = 503;
        var (adapter, call) = At(server, preset, wire);
        var paid = _bench.Paid(call, 2, _spool);

        var submitted = Assert.IsType<Submission.Submitted>(await adapter.SubmitAsync(paid, Cancel));
        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            adapter.PollAsync(submitted.TaskId, 0, _spool, Cancel)
        );
        var (early, answered) = (_spool.Parts.ContainsKey(AnswerSpool.Answer), server.Down.TryRemove("/b.png", out _));
        var state = await adapter.PollAsync(submitted.TaskId, 1, _spool, Cancel);

        Assert.Equal(($"{paid.AttemptId}", TimeSpan.Zero), (submitted.TaskId, submitted.FirstPoll));
        Assert.Equal((Charge.None, false, true), (failure.Charge, early, answered));
        Assert.IsType<TaskState.Answered>(state);
        var answer = await adapter.ReadAsync(call, _spool, Cancel);
        Assert.Equal("/b.png", Encoding.UTF8.GetString(answer.Pictures[^1].Bytes.Span));
        Assert.Equal(1, server.Posts);
    }

    [Fact]
    public async Task Poll_FirstFileFails_TheOthersAreFetchedAllTheSame()
    {
        await using var server = await FileServer.StartAsync(Two);
        server.Down["/a.png"] = 503;
        var (adapter, call) = At(server, "siliconflow");
        var task = ((Submission.Submitted)await adapter.SubmitAsync(_bench.Paid(call, 2, _spool), Cancel)).TaskId;

        await Assert.ThrowsAsync<ProviderException>(() => adapter.PollAsync(task, 0, _spool, Cancel));

        Assert.Contains(AnswerSpool.Picture(1), _spool.Parts.Keys);
        server.Down.Clear();
        Assert.IsType<TaskState.Answered>(await adapter.PollAsync(task, 1, _spool, Cancel));
        Assert.Equal(2, (await adapter.ReadAsync(call, _spool, Cancel)).Pictures.Count);
        Assert.Equal(1, server.AsksFor("/b.png"));
    }

    // A quarter of an hour is enough for those that are there.
    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(404)]
    public async Task Poll_LastLook_HandsOverWhatIsInHand(int status)
    {
        await using var server = await FileServer.StartAsync(Two);
        server.Down["/a.png"] = status;
        var (adapter, call) = At(server, "siliconflow");
        var task = ((Submission.Submitted)await adapter.SubmitAsync(_bench.Paid(call, 2, _spool), Cancel)).TaskId;

        var state = await adapter.PollAsync(task, 20, _spool, Cancel);

        Assert.IsType<TaskState.Answered>(state);
        var answer = await adapter.ReadAsync(call, _spool, Cancel);
        Assert.Equal("/b.png", Encoding.UTF8.GetString(Assert.Single(answer.Pictures).Bytes.Span));
        Assert.Equal(2, answer.Listed);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(404)]
    public async Task Read_FileThatIsNotToBeHad_CostsNoPictureThatIs(int status)
    {
        await using var server = await FileServer.StartAsync(Mixed);
        server.Down["/b.png"] = status;
        var (adapter, call) = At(server, "xai");
        // As it was left by whoever looked for the last time.
        _spool.Put(AnswerSpool.Answer, server.Body());

        var answer = await adapter.ReadAsync(call, _spool, Cancel);

        Assert.Equal(Inline, Assert.Single(answer.Pictures).Bytes.ToArray());
        Assert.Equal(2, answer.Listed);
    }

    [Fact]
    public async Task Read_NothingInHandAndNothingToBeHad_WasPaidFor()
    {
        await using var server = await FileServer.StartAsync(Two);
        (server.Down["/a.png"], server.Down["/b.png"]) = (503, 503);
        var (adapter, call) = At(server, "xai");
        _spool.Put(AnswerSpool.Answer, server.Body());

        var failure = await Assert.ThrowsAsync<ProviderException>(() => adapter.ReadAsync(call, _spool, Cancel));

        Assert.Equal((FailureKind.Unreadable, Charge.Charged), (failure.Kind, failure.Charge));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(3_000_000)]
    public async Task Submit_PicturesInTheAnswer_AreReadAtOnceAndWrittenOnce(int size)
    {
        var body = $$"""{"data":[{"b64_json":"{{Convert.ToBase64String(new byte[size])}}","url":null}]}""";
        await using var server = await FileServer.StartAsync(body);
        var (adapter, call) = At(server, "xai");

        var submission = await adapter.SubmitAsync(_bench.Paid(call, 1, _spool), Cancel);

        Assert.IsType<Submission.Answered>(submission);
        Assert.InRange(_spool.Parts[AnswerSpool.Answer].Length, 1, 64);
        Assert.Equal(size, Assert.Single((await adapter.ReadAsync(call, _spool, Cancel)).Pictures).Bytes.Length);
    }

    // A process that dies there leaves as much.
    [Fact]
    public async Task Submit_NothingMoreCanBeWrittenAfterTheAnswer_IsATaskFromWhichAnybodyCanGoOn()
    {
        await using var server = await FileServer.StartAsync("""{"data":[{"b64_json":"AQID"}]}""");
        var (adapter, call) = At(server, "xai");
        var full = new FillingSpool(_spool);
        var paid = _bench.Paid(call) with { Spool = full };

        var submission = await adapter.SubmitAsync(paid, Cancel);

        Assert.Equal($"{paid.AttemptId}", Assert.IsType<Submission.Submitted>(submission).TaskId);
        Assert.Equal([AnswerSpool.Response], _spool.Parts.Keys);
        Assert.IsType<TaskState.Answered>(await adapter.PollAsync($"{paid.AttemptId}", 0, _spool, Cancel));
        Assert.Equal(Inline, Assert.Single((await adapter.ReadAsync(call, _spool, Cancel)).Pictures).Bytes.ToArray());
        Assert.Equal(1, server.Posts);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json; charset=utf-8")]
    [InlineData("Application/JSON")]
    [InlineData("")]
    public async Task Submit_JsonUnderAnotherName_IsReadLikeAnyOther(string mediaType)
    {
        await using var server = await FileServer.StartAsync("""{"data":[{"b64_json":"AQID"}]}""", mediaType);
        var (adapter, call) = At(server, "xai");

        Assert.IsType<Submission.Answered>(await adapter.SubmitAsync(_bench.Paid(call, 1, _spool), Cancel));

        Assert.Single((await adapter.ReadAsync(call, _spool, Cancel)).Pictures);
    }

    [Theory]
    [InlineData("<html>", false, Charge.Charged)]
    [InlineData("<html>", true, Charge.None)]
    // Half of a picture is no address that could be looked for.
    [InlineData("""{"data":[{"b64_json":"/9j/4AAQ*"}]}""", false, Charge.Charged)]
    public async Task Submit_NoPictureAtAll_IsUnreadableOnceItIsKept(string body, bool free, Charge charge)
    {
        await using var server = await FileServer.StartAsync(body, "text/html");
        var (adapter, call) = At(server, "xai", free: free);

        Assert.IsType<Submission.Answered>(await adapter.SubmitAsync(_bench.Paid(call, 1, _spool), Cancel));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => adapter.ReadAsync(call, _spool, Cancel));
        Assert.Equal((FailureKind.Unreadable, charge), (failure.Kind, failure.Charge));
    }

    private (OpenAiCompatibleProvider Adapter, CompiledCall Call) At(
        FileServer server,
        string preset,
        string wire = "",
        bool free = false
    )
    {
        var catalogue = OwnCatalogue.Of(preset, wire: wire, free: free);
        var adapter = _bench.Adapter(catalogue, server.Url);
        return (adapter, CompatBench.Compiled(adapter, CompatBench.Order(catalogue)));
    }

    /// <summary>Takes one part and no more.</summary>
    private sealed class FillingSpool(MemorySpool inner) : AnswerSpool
    {
        public override Task WriteAsync(
            string part,
            Func<Stream, CancellationToken, Task> write,
            CancellationToken cancellationToken
        ) =>
            inner.Parts.Count == 0
                ? inner.WriteAsync(part, write, cancellationToken)
                : throw new IOException("No space left.");

        public override Task<Stream?> OpenAsync(string part, CancellationToken cancellationToken) =>
            inner.OpenAsync(part, cancellationToken);
    }

    /// <summary>Answers each POST alike, <c>$</c> being its own address; a file's bytes are its own path.</summary>
    private sealed class FileServer : IAsyncDisposable
    {
        private readonly string _body;
        private StubServer _server = null!;

        private FileServer(string body) => _body = body;

        public ConcurrentDictionary<string, int> Down { get; } = new();

        public Uri Url => _server.Url;

        public int Posts => _server.Requests.Count(request => request.Method == "POST");

        public static async Task<FileServer> StartAsync(string body, string mediaType = "application/json")
        {
            var files = new FileServer(body);
            files._server = await StubServer.StartAsync(context => files.AnswerAsync(context, mediaType));
            return files;
        }

        public byte[] Body() => Encoding.UTF8.GetBytes(_body.Replace("$", Url.AbsoluteUri, StringComparison.Ordinal));

        public int AsksFor(string path) => _server.Requests.Count(request => request.Path == path);

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private Task AnswerAsync(HttpContext context, string mediaType)
        {
            var response = context.Response;
            if (context.Request.Method == "POST")
            {
                response.ContentType = mediaType.Length > 0 ? mediaType : null;
                return response.Body.WriteAsync(Body(), context.RequestAborted).AsTask();
            }

            var path = $"{context.Request.Path}";
            response.StatusCode = Down.GetValueOrDefault(path, 200);
            response.ContentType = "image/png";
            return response.WriteAsync(path, context.RequestAborted);
        }
    }
}
