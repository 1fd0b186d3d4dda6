using Atelier.Providers.Answers;
using Atelier.Providers.Decorators;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Decorators;

public sealed class SpooledProviderTests
{
    private readonly FakeProvider _inner = new();
    private readonly MemorySpool _spool = new();

    [Fact]
    public async Task SubmitAsync_AnswerInTheSpool_SendsNothing()
    {
        _spool.Put(AnswerSpool.Answer, [1]);

        Assert.IsType<Submission.Answered>(await SubmitAsync());

        Assert.Empty(_inner.Steps);
    }

    [Fact]
    public async Task SubmitAsync_AnswerThatNamesItsPicturesInTheSpool_SendsNothing()
    {
        _spool.Put(AnswerSpool.Response, [1]);
        var paid = PaidCalls.Of(Orders.Create(), spool: _spool);

        var submission = await new SpooledProvider(_inner).SubmitAsync(paid, TestContext.Current.CancellationToken);

        Assert.Equal($"{paid.AttemptId}", Assert.IsType<Submission.Submitted>(submission).TaskId);
        Assert.Empty(_inner.Steps);
    }

    [Fact]
    public async Task SubmitAsync_NoWholeAnswerInTheSpool_Sends()
    {
        _spool.Put(AnswerSpool.Picture(0), [1]);

        Assert.IsType<Submission.Submitted>(await SubmitAsync());

        Assert.Equal(["submit"], _inner.Steps);
    }

    private Task<Submission> SubmitAsync() =>
        new SpooledProvider(_inner).SubmitAsync(
            PaidCalls.Of(Orders.Create(), spool: _spool),
            TestContext.Current.CancellationToken
        );
}
