using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Keys;
using Atelier.Providers.Reconciling;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Providers.Tests.Keys;

/// <summary>Several keys of one provider: who sends, and who looks after what was sent.</summary>
public sealed class KeyRingTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SubmitAsync_EachCall_IsNotedWithItsKeyBeforeItIsSent()
    {
        var sut = Ring(Key("A", 2), Key("B"));
        var guards = Enumerable.Range(0, 3).Select(_ => new NotingGuard()).ToList();

        foreach (var guard in guards)
        {
            await sut.SubmitAsync(Call(guard), Cancel);
        }

        Assert.Equal(["A", "B", "A"], guards.Select(guard => KeyMark.Read(guard.Key)!.Name));
    }

    [Theory]
    [InlineData(FailureKind.Unauthorized, KeyState.Refused)]
    [InlineData(FailureKind.OutOfCredits, KeyState.Empty)]
    [InlineData(FailureKind.RateLimited, KeyState.Limited)]
    public async Task SubmitAsync_OneKeyFails_SaysThatOthersGoOnAndTheyDo(FailureKind kind, KeyState state)
    {
        var (bad, good) = (new FakeProvider { Run = _ => throw Failure(kind) }, new FakeProvider());
        var sut = Ring(Key("A", adapter: bad), Key("B", adapter: good));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));
        await sut.SubmitAsync(Call(), Cancel);
        await sut.SubmitAsync(Call(), Cancel);

        Assert.Equal(
            (kind, Charge.None, true, 429, "req"),
            (failure.Kind, failure.Charge, failure.OthersGoOn, failure.Status, failure.RequestId)
        );
        Assert.Equal((1, 2), (bad.Steps.Count, good.Steps.Count));
        Assert.Equal([state, KeyState.Used], sut.Keys.Select(key => key.State));
    }

    [Theory]
    [InlineData(FailureKind.ServerError, Charge.None)]
    [InlineData(FailureKind.Refused, Charge.None)]
    [InlineData(FailureKind.Lost, Charge.Unknown)]
    [InlineData(FailureKind.ModelGone, Charge.None)]
    public async Task SubmitAsync_FailureThatSaysNothingOfTheKey_IsPassedOnAndNobodyIsSetAside(
        FailureKind kind,
        Charge charge
    )
    {
        var sut = Ring(Key("A", adapter: Failing(kind, charge)), Key("B"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));

        Assert.Equal((kind, charge, false), (failure.Kind, failure.Charge, failure.OthersGoOn));
        Assert.All(sut.Keys, key => Assert.Equal(KeyState.Used, key.State));
    }

    [Fact]
    public async Task SubmitAsync_TurnedAwayAndPerhapsBilled_IsPassedOnAsItIs()
    {
        var sut = Ring(Key("A", adapter: Failing(FailureKind.OutOfCredits, Charge.Unknown)), Key("B"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));

        Assert.Equal((Charge.Unknown, false), (failure.Charge, failure.OthersGoOn));
    }

    [Fact]
    public async Task SubmitAsync_AllRefused_IsTheProvidersFailure()
    {
        var sut = Ring(
            Key("A", adapter: Failing(FailureKind.Unauthorized)),
            Key("B", adapter: Failing(FailureKind.OutOfCredits))
        );

        var first = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));
        var second = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));

        Assert.True(first.OthersGoOn);
        Assert.Equal((FailureKind.OutOfCredits, false), (second.Kind, second.OthersGoOn));
    }

    [Fact]
    public async Task SubmitAsync_OneRefusedAndOneLimited_IsOnlyLimitedUntilThatOneComesBack()
    {
        var sut = Ring(
            Key("A", adapter: Failing(FailureKind.RateLimited, retryAfter: 30)),
            Key("B", adapter: Failing(FailureKind.Unauthorized))
        );
        await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));
        _time.Advance(TimeSpan.FromSeconds(10));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));

        Assert.Equal(
            (FailureKind.RateLimited, TimeSpan.FromSeconds(20), false),
            (failure.Kind, failure.RetryAfter, failure.OthersGoOn)
        );
    }

    [Fact]
    public async Task SubmitAsync_OneKeyAlone_FailsAsItAlwaysDidAndIsAskedEachTime()
    {
        var only = Failing(FailureKind.Unauthorized);
        var sut = Ring(Key("A", adapter: only));

        for (var i = 0; i < 3; i++)
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(Call(), Cancel));
            Assert.Equal((FailureKind.Unauthorized, false), (failure.Kind, failure.OthersGoOn));
        }

        Assert.Equal(3, only.Steps.Count);
        Assert.Equal(KeyState.Used, Assert.Single(sut.Keys).State);
    }

    [Fact]
    public async Task SubmitAsync_ChangeOfAPictureOfOneKey_GoesThereThoughItIsSetAside()
    {
        var (a, b) = (new FakeProvider(), new FakeProvider { Run = _ => throw Failure(FailureKind.RateLimited) });
        var sut = Ring(Key("A", adapter: a), Key("B", adapter: b));
        var bound = Call() with { Call = Call().Call with { SentWith = Mark("B").ToString() } };

        for (var i = 0; i < 2; i++)
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.SubmitAsync(bound, Cancel));
            Assert.True(failure.OthersGoOn);
        }

        Assert.Equal((0, 2), (a.Steps.Count, b.Steps.Count));
    }

    [Fact]
    public async Task SubmitAsync_ChangeOfAPictureWhoseKeyIsGone_IsNotSent()
    {
        var a = new FakeProvider();
        var guard = new NotingGuard();
        var call = Call(guard);

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Ring(Key("A", adapter: a))
                .SubmitAsync(call with { Call = call.Call with { SentWith = Mark("B").ToString() } }, Cancel)
        );

        Assert.Equal((FailureKind.NotSent, Charge.None), (failure.Kind, failure.Charge));
        Assert.Contains("B", failure.Message, StringComparison.Ordinal);
        Assert.Equal((0, null), (a.Steps.Count, guard.Key));
    }

    [Fact]
    public async Task With_OrderNamesAndWeightsChanged_IsStillTheSameKey()
    {
        var (a, b) = (new FakeProvider(), new FakeProvider());
        // What was in B is in A now, and the other way round.
        var sut = Ring(
            new ProviderKey(KeyMark.Of("fake", "A", "key of B"), 0, b),
            new ProviderKey(KeyMark.Of("fake", "B", "key of A"), 7, a)
        );

        await AllSteps.RunAsync("poll", sut.With(Mark("B").ToString())!, Cancel);
        await AllSteps.RunAsync("cancel", sut.With(Mark("B").ToString())!, Cancel);
        await AllSteps.RunAsync("reconcile", sut.With(Mark("A").ToString())!, Cancel);

        Assert.Equal(["poll", "cancel"], b.Steps);
        Assert.Equal(["reconcile"], a.Steps);
    }

    [Fact]
    public async Task With_NothingWrittenDown_IsTheFirst()
    {
        var (a, b) = (new FakeProvider(), new FakeProvider());

        await AllSteps.RunAsync("poll", Ring(Key("A", adapter: a), Key("B", adapter: b)).With(null)!, Cancel);

        Assert.Equal(["poll"], a.Steps);
        Assert.Empty(b.Steps);
    }

    [Fact]
    public void With_KeyThatIsGone_IsNobody() => Assert.Null(Ring(Key("A"), Key("B")).With(Mark("C").ToString()));

    [Fact]
    public async Task With_AnotherKeyUnderItsName_AsksItAndGivesNothingUpForItsWord()
    {
        var other = new FakeProvider { State = new TaskState.Vanished() };
        var sut = Ring(new ProviderKey(KeyMark.Of("fake", "A", "a new key"), 1, other)).With(Mark("A").ToString())!;

        var failure = await Assert.ThrowsAsync<ProviderException>(() => AllSteps.RunAsync("poll", sut, Cancel));
        var found = await sut.ReconcileAsync(Lost(), Cancel);

        Assert.Equal(Charge.None, failure.Charge);
        Assert.IsType<Reconciled.Unsure>(found);
        Assert.Equal(["poll", "reconcile"], other.Steps);
    }

    [Fact]
    public async Task With_AnotherKeyUnderItsNameThatKnowsTheTask_FetchesIt()
    {
        var renewed = new FakeProvider();
        var sut = Ring(new ProviderKey(KeyMark.Of("fake", "A", "a new key"), 1, renewed)).With(Mark("A").ToString())!;

        Assert.IsType<TaskState.Answered>(await sut.PollAsync("task", 0, new MemorySpool(), Cancel));
    }

    [Fact]
    public async Task PollAsync_KeyIsRefusedMeanwhile_TakesNoNewCalls()
    {
        var refused = Failing(FailureKind.Unauthorized);
        var sut = Ring(Key("A", adapter: refused), Key("B"));

        await Assert.ThrowsAsync<ProviderException>(() =>
            AllSteps.RunAsync("poll", sut.With(Mark("A").ToString())!, Cancel)
        );

        Assert.Equal([KeyState.Refused, KeyState.Used], sut.Keys.Select(key => key.State));
    }

    [Fact]
    public async Task PollAsync_AskedTooOften_SaysNothingOfNewCalls()
    {
        var sut = Ring(Key("A", adapter: Failing(FailureKind.RateLimited)), Key("B"));

        await Assert.ThrowsAsync<ProviderException>(() =>
            AllSteps.RunAsync("poll", sut.With(Mark("A").ToString())!, Cancel)
        );

        Assert.All(sut.Keys, key => Assert.Equal(KeyState.Used, key.State));
    }

    [Fact]
    public async Task CheckAsync_OneKeyRefused_TheOthersAreInOrderAndANoteNamesItsVariable()
    {
        var sut = Ring(Key("A", adapter: Failing(FailureKind.Unauthorized)), Key("B"), Key("C", weight: 0));

        var check = await sut.CheckAsync(Cancel);

        // One call is paid by one key.
        Assert.Equal(1, check.BalanceUsd);
        Assert.Contains("A cannot be used", Assert.Single(check.Notes), StringComparison.Ordinal);
        // It may make pictures all the same: the next call finds out.
        Assert.Equal([KeyState.Used, KeyState.Used, KeyState.Draining], sut.Keys.Select(key => key.State));
        Assert.Equal([null, 1m, 1m], sut.Keys.Select(key => key.BalanceUsd));
    }

    [Fact]
    public async Task CheckAsync_NoneThatTakesCallsIsInOrder_Fails()
    {
        var sut = Ring(Key("A", adapter: Failing(FailureKind.Unauthorized)), Key("B", weight: 0));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => sut.CheckAsync(Cancel));

        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
    }

    private static KeyMark Mark(string name) => KeyMark.Of("fake", name, $"key of {name}");

    private static ProviderKey Key(string name, int weight = 1, FakeProvider? adapter = null) =>
        new(Mark(name), weight, adapter ?? new FakeProvider());

    private static PaidCall Call(ISendGuard? guard = null) => PaidCalls.Of(Orders.Create("a fox"), guard: guard);

    private static LostCall Lost() =>
        new(
            Guid.CreateVersion7(),
            PaidCalls.Compiled(Orders.Create("a fox")),
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch,
            null,
            [],
            new HashSet<string>()
        );

    private static FakeProvider Failing(FailureKind kind, Charge charge = Charge.None, int? retryAfter = null) =>
        new() { Run = _ => throw Failure(kind, charge, retryAfter) };

    private static ProviderException Failure(FailureKind kind, Charge charge = Charge.None, int? retryAfter = null) =>
        new("fake", kind, charge, "As scripted.")
        {
            Status = 429,
            RequestId = "req",
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

    private KeyRing Ring(params ProviderKey[] keys) => new(keys, _time, NullLogger<KeyRing>.Instance);

    private sealed class NotingGuard : ISendGuard
    {
        public string? Key { get; private set; }

        public void SendWith(string key) => Key = key;

        public ValueTask BeforeSendAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask AfterSendAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
