using Atelier.Core.States;
using Atelier.Data.Events;
using Atelier.Engine.Changes;
using Atelier.Engine.Events;
using Atelier.Engine.Steps;
using Atelier.Engine.Tests.Steps;
using Atelier.TestKit.Health;
using Atelier.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atelier.Engine.Tests.Events;

public sealed class TickerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ChangeHub _hub = new();
    private readonly ChangePublisher _publisher;
    private readonly List<(Guid Id, int Percent)> _ticks = [];
    private readonly TickBook _book;
    private readonly KeptProgress _told = new();

    public TickerTests()
    {
        _book = new TickBook(_hub);
        _hub.Ticked += (id, percent) => _ticks.Add((id, percent));
        _publisher = new ChangePublisher(_hub, null!, _time, NullLogger<ChangePublisher>.Instance);
    }

    public void Dispose() => _publisher.Dispose();

    [Theory]
    [Trait("Requirement", "C-67")]
    [InlineData(-5, 20)]
    [InlineData(0, 20)]
    [InlineData(25, 35)]
    [InlineData(49, 49)]
    [InlineData(50, 50)]
    [InlineData(75, 60)]
    [InlineData(100, 70)]
    [InlineData(250, 70)]
    public void OnTimeline_OfAProvidersPercent_LiesBetweenItsStages(int percent, int expected) =>
        Assert.Equal(expected, Ticker.OnTimeline(percent));

    [Fact]
    [Trait("Requirement", "C-67")]
    public void HalfWay_WithoutWordFromTheProvider_IsToldAfterHalfOfTheAverage()
    {
        var job = NewJob();
        using (CreateSut().HalfWay(job, 0))
        {
            _time.Advance(TimeSpan.FromSeconds(7.4));
            Assert.Empty(_ticks);
            _time.Advance(TimeSpan.FromSeconds(0.2));
        }

        Assert.Equal((job.GenerationId, 50), Assert.Single(_ticks));
    }

    [Fact]
    public void HalfWay_AnswerIsThereBefore_IsNotTold()
    {
        CreateSut().HalfWay(NewJob(), 0).Dispose();

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(_ticks);
    }

    [Fact]
    [Trait("Requirement", "C-67")]
    public async Task TellAsync_LessThanWasTold_IsNotTold()
    {
        var (sut, job) = (CreateSut(), NewJob());

        foreach (var percent in new[] { 40, 30, 40, 80, 10, 100 })
        {
            await sut.TellAsync(job, [new Look(null, null, percent)]);
        }

        Assert.Equal([44, 62, 70], _ticks.Select(tick => tick.Percent));
        Assert.Equal(70, sut.Shown(job.GenerationId));
        _book.Forget(job.GenerationId);
        Assert.Equal(0, sut.Shown(job.GenerationId));
    }

    [Fact]
    public async Task TellAsync_ProviderSaysNothing_IsHalfOnceHalfOfTheAverageHasGone()
    {
        var sut = CreateSut();

        await sut.TellAsync(NewJob(Seconds(7)), [new Look(null)]);
        Assert.Empty(_ticks);
        await sut.TellAsync(NewJob(Seconds(8)), [new Look(null)]);

        Assert.Equal(50, Assert.Single(_ticks).Percent);
    }

    [Fact]
    [Trait("Requirement", "C-67")]
    public async Task TellAsync_EachPercent_KeepsAtLeastWhatWasToldInFewSteps()
    {
        var (sut, job) = (CreateSut(), NewJob());

        for (var percent = 0; percent <= 100; percent++)
        {
            await sut.TellAsync(job, [new Look(null, null, percent)]);
            Assert.True(_told.Percent >= _ticks[^1].Percent || _ticks[^1].Percent == 20);
        }

        Assert.Equal([35, 49, 50, 60, 70], _told.All);
    }

    [Fact]
    public async Task TellAsync_WhatCannotBeKept_IsNotToldEither()
    {
        var (sut, job) = (CreateSut(), NewJob());
        _told.Breaks = true;

        await sut.TellAsync(job, [new Look(null, null, 40)]);
        Assert.Empty(_ticks);
        _told.Breaks = false;
        await sut.TellAsync(job, [new Look(null, null, 40)]);

        Assert.Equal(44, Assert.Single(_ticks).Percent);
    }

    [Theory]
    [InlineData("t:")]
    [InlineData("t::")]
    [InlineData("t:x:5")]
    [InlineData("t:01998877-0000-7000-8000-000000000000")]
    [InlineData("t:01998877-0000-7000-8000-000000000000:")]
    [InlineData("t:01998877-0000-7000-8000-000000000000:-5")]
    [InlineData("g:01998877-0000-7000-8000-000000000000")]
    public void ReadTick_OtherWords_AreNone(string word)
    {
        _hub.Raise(word);

        Assert.Null(ChangeWord.ReadTick(word));
        Assert.Empty(_ticks);
    }

    private Ticker CreateSut() => new(_publisher, _book, _told, new StillHealth(), _time, NullLogger<Ticker>.Instance);

    private static Atelier.Data.Attempts.AttemptRow Seconds(int seconds) =>
        Chains.Attempt(AttemptState.Submitted, age: seconds);

    private static Job NewJob(params Atelier.Data.Attempts.AttemptRow[] attempts) =>
        new(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Chains.Plan(Chains.Paid("openai")),
            null!,
            [],
            null,
            1,
            GenerationState.Generating,
            20,
            false,
            false,
            attempts
        );

    private sealed class KeptProgress : IToldProgress
    {
        public List<int> All { get; } = [];

        public bool Breaks { get; set; }

        public int Percent => All.LastOrDefault();

        public Task KeepAsync(Guid generationId, int percent, CancellationToken cancellationToken)
        {
            if (Breaks)
            {
                throw new TimeoutException();
            }

            All.Add(percent);
            return Task.CompletedTask;
        }
    }
}
