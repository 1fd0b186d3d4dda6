using System.Text;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>Answers and errors in all the shapes there are.</summary>
public sealed class AnswerTests(CompatBench bench) : IClassFixture<CompatBench>
{
    private static readonly byte[] Picture = [1, 2, 3];

    private readonly CompatBench _bench = bench.Fresh();
    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"data":[{"b64_json":"AQID"}]}""")]
    [InlineData("""{"data":[{"b64_json":"AQID","url":null}]}""")]
    [InlineData("""{"data":[{"index":0,"type":"b64_json","b64_json":"data:image/png;base64,AQID"}]}""")]
    [InlineData("""{"data":[{"url":"data:image/png;base64,AQID"}]}""")]
    [InlineData("""{"data":["AQID"]}""")]
    [InlineData("""{"images":[{"b64_json":"AQID"}]}""")]
    [InlineData("""{"data":null,"images":["data:image/png;base64,AQID"]}""")]
    [InlineData("""{"data":[],"images":[{"b64_json":"AQID"}]}""")]
    [InlineData("""{"data":[{"b64_json":"AQID","url":""}]}""")]
    [InlineData("""{"data":[{"b64_json":"","url":"data:image/png;base64,AQID"}]}""")]
    [InlineData("""{"data":[{"b64_json":null,"url":"data:image/png;base64,AQID"}]}""")]
    [InlineData("""{"data":[{"revised_prompt":"a fox \ud83d","b64_json":"AQID"}]}""")]
    public async Task Read_PictureInline_IsFoundWhereverItStands(string body)
    {
        _spool.Put(AnswerSpool.Answer, Encoding.UTF8.GetBytes(body));
        var catalogue = OwnCatalogue.Of("together");
        var adapter = _bench.Adapter(catalogue);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));

        var answer = await adapter.ReadAsync(call, _spool, Cancel);

        Assert.Equal(Picture, Assert.Single(answer.Pictures).Bytes.ToArray());
    }

    [Theory]
    [InlineData("together", "response_format: url")]
    [InlineData("xai", "response_format: url")]
    [InlineData("localai", "response_format: url")]
    [InlineData("sglang", "response_format: url")]
    [InlineData("siliconflow", "")]
    // Inline was asked for and addresses came.
    [InlineData("xai", "response_format: omit")]
    public async Task Run_PicturesByAddress_AreFetchedWithoutTheKey(string preset, string wire)
    {
        var adapter = await RunAsync(preset, wire);

        var answer = await adapter.Provider.ReadAsync(adapter.Call, _spool, Cancel);

        Assert.Equal(
            _bench.Wire.Pictures.Select(sent => sent.Sha256),
            answer.Pictures.Select(Conformance.Pictures.Sha)
        );
        Assert.Equal(2, answer.Pictures.Count);
        Assert.Equal(2, _bench.Wire.Calls.Count(call => call.Operation == "file"));
        Assert.Empty(_bench.Wire.Violations);
    }

    [Fact]
    public async Task Submit_PicturesByAddress_IsOneWriteFromWhichAnybodyCanGoOn()
    {
        var catalogue = OwnCatalogue.Of("siliconflow");
        var adapter = _bench.Adapter(catalogue);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));
        var paid = _bench.Paid(call, 2, _spool);

        var submission = await adapter.SubmitAsync(paid, Cancel);

        Assert.Equal($"{paid.AttemptId}", Assert.IsType<Submission.Submitted>(submission).TaskId);
        Assert.Equal([AnswerSpool.Response], _spool.Parts.Keys);
        var heir = _bench.Adapter(catalogue);
        Assert.IsType<TaskState.Answered>(await heir.PollAsync($"{paid.AttemptId}", 0, _spool, Cancel));
        Assert.Equal(2, (await heir.ReadAsync(call, _spool, Cancel)).Pictures.Count);
        Assert.Single(_bench.Wire.Calls, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task Poll_FileNotThereYet_IsAskedForAgainAndTheOthersAreKept()
    {
        _bench.Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ErrorBefore,
                Operation = "file",
                Nth = 2,
            }
        );
        var catalogue = OwnCatalogue.Of("siliconflow");
        var adapter = _bench.Adapter(catalogue);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));
        var submitted = (Submission.Submitted)await adapter.SubmitAsync(_bench.Paid(call, 2, _spool), Cancel);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            adapter.PollAsync(submitted.TaskId, 0, _spool, Cancel)
        );
        Assert.Equal(Charge.None, failure.Charge);
        Assert.False(_spool.Parts.ContainsKey(AnswerSpool.Answer));
        Assert.IsType<TaskState.Answered>(await adapter.PollAsync(submitted.TaskId, 1, _spool, Cancel));

        Assert.Equal(2, (await adapter.ReadAsync(call, _spool, Cancel)).Pictures.Count);
        Assert.Equal(3, _bench.Wire.Calls.Count(sent => sent.Operation == "file"));
        Assert.Single(_bench.Wire.Calls, sent => sent.Method == "POST");
    }

    [Theory]
    [InlineData(false, 19, true)]
    [InlineData(false, 20, false)]
    // What costs nothing is sooner made again.
    [InlineData(true, 4, true)]
    [InlineData(true, 5, false)]
    public async Task Poll_FileThatIsNowhere_IsLookedForLongBeforeItIsGivenUp(bool free, int polls, bool again)
    {
        _bench.Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ExpiredUrl,
                Status = 404,
                Times = 0,
            }
        );
        var catalogue = free
            ? OwnCatalogue.Of("sglang", wire: "response_format: url", free: true)
            : OwnCatalogue.Of("siliconflow");
        var adapter = _bench.Adapter(catalogue);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));
        var submitted = (Submission.Submitted)await adapter.SubmitAsync(_bench.Paid(call, 1, _spool), Cancel);
        Task<TaskState> PollAsync() => adapter.PollAsync(submitted.TaskId, polls, _spool, Cancel);

        var failure = again
            ? await Assert.ThrowsAsync<ProviderException>(PollAsync)
            : Assert.IsType<TaskState.Failed>(await PollAsync()).Failure;

        Assert.Equal(again || free ? Charge.None : Charge.Charged, failure.Charge);
    }

    [Fact]
    public async Task Poll_AddressOfAnotherHost_IsNotAsked()
    {
        await using var elsewhere = await StubServer.AnsweringAsync(200, "png", "image/png");
        await using var liar = await StubServer.AnsweringAsync(
            200,
            $$"""{"images":[{"url":"{{elsewhere.Url}}a.png"},{"url":"//{{elsewhere.Url.Authority}}/b.png"}]}"""
        );
        var catalogue = OwnCatalogue.Of("siliconflow");
        var adapter = _bench.Adapter(catalogue, liar.Url);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));
        await adapter.SubmitAsync(_bench.Paid(call, 2, _spool), Cancel);

        var state = await adapter.PollAsync("any", 0, _spool, Cancel);

        Assert.Equal(FailureKind.Unreadable, Assert.IsType<TaskState.Failed>(state).Failure.Kind);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"contentFilter","message":"no"}}""", FailureKind.Refused)]
    [InlineData(400, """{"error":{"code":"content_policy_violation"}}""", FailureKind.Refused)]
    [InlineData(422, """{"detail":"NSFW content detected"}""", FailureKind.Refused)]
    [InlineData(400, """{"error":"the prompt breaks our content policy"}""", FailureKind.Refused)]
    [InlineData(400, """{"error":"invalid size"}""", FailureKind.BadRequest)]
    [InlineData(422, """{"detail":[{"loc":["body","n"],"msg":"too many"}]}""", FailureKind.BadRequest)]
    [InlineData(400, """{"code":20012,"message":"Model not found."}""", FailureKind.ModelGone)]
    [InlineData(404, """{"detail":"Not Found"}""", FailureKind.ModelGone)]
    [InlineData(402, "", FailureKind.OutOfCredits)]
    [InlineData(403, """{"message":"Sorry, your account balance is insufficient"}""", FailureKind.Unauthorized)]
    [InlineData(429, """{"error":{"code":"insufficient_quota"}}""", FailureKind.OutOfCredits)]
    [InlineData(429, "slow down", FailureKind.RateLimited)]
    [InlineData(401, """{"detail":"no"}""", FailureKind.Unauthorized)]
    [InlineData(503, """{"detail":"no diffusion here"}""", FailureKind.Overloaded)]
    [InlineData(500, """{"error":"CUDA out of memory"}""", FailureKind.ServerError)]
    public async Task Submit_ErrorOfAnyShape_IsOfThisKind(int status, string body, FailureKind kind)
    {
        await using var server = await StubServer.AnsweringAsync(status, body);
        foreach (var free in (bool[])[false, true])
        {
            var catalogue = OwnCatalogue.Of("sglang", free: free);
            var adapter = _bench.Adapter(catalogue, server.Url);
            var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));

            var failure = await Assert.ThrowsAsync<ProviderException>(() =>
                adapter.SubmitAsync(_bench.Paid(call), Cancel)
            );

            Assert.Equal(kind, failure.Kind);
            Assert.Equal(status >= 500 && !free ? Charge.Unknown : Charge.None, failure.Charge);
            Assert.DoesNotContain("memory", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(301, Charge.None)]
    [InlineData(302, Charge.Unknown)]
    [InlineData(303, Charge.Unknown)]
    [InlineData(308, Charge.None)]
    public async Task Submit_Redirect_MayHaveBeenPaidUnlessItOnlyMoved(int status, Charge charge)
    {
        await using var server = await StubServer.AnsweringAsync(status, "", headers: ("Location", "/elsewhere"));
        var catalogue = OwnCatalogue.Of("xai");
        var adapter = _bench.Adapter(catalogue, server.Url);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => adapter.SubmitAsync(_bench.Paid(call), Cancel));

        Assert.Equal((FailureKind.Unreadable, charge), (failure.Kind, failure.Charge));
        Assert.Single(server.Requests);
    }

    private async Task<(
        Providers.OpenAiCompatible.OpenAiCompatibleProvider Provider,
        Calls.CompiledCall Call
    )> RunAsync(string preset, string wire)
    {
        var catalogue = OwnCatalogue.Of(preset, wire: wire, free: preset is "localai" or "sglang");
        var adapter = _bench.Adapter(catalogue);
        var call = CompatBench.Compiled(adapter, CompatBench.Order(catalogue));
        var submission = await adapter.SubmitAsync(_bench.Paid(call, 2, _spool), Cancel);
        if (submission is Submission.Submitted task)
        {
            Assert.IsType<TaskState.Answered>(await adapter.PollAsync(task.TaskId, 0, _spool, Cancel));
        }

        return (adapter, call);
    }
}
