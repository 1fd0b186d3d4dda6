using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.Client.Tests.Serving;
using Microsoft.AspNetCore.Http;

namespace Atelier.Client.Tests.Photos;

public sealed class WaitTests : ClientTests
{
    private static readonly string[] WholeStream =
    [
        Answers.Event(3, "queued", 0),
        ":\n\n",
        Answers.Event(4, "generating", 20),
        Answers.Event(7, "generating", 70),
        Answers.Event(9, "complete", 100, "storage"),
    ];

    private readonly List<PhotoProgress> _steps = [];

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_EventsToTheEnd_AsksOnceAndTellsEachStep()
    {
        Server
            .On("GET", EventsPath, Answers.Stream(WholeStream, Answers.Hang(Server)))
            .On("GET", StatusPath, Completed());

        var status = await Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal(PhotoState.Completed, status.Status);
        Assert.Equal(new Uri("/f?sig=1", UriKind.Relative), status.OutputFileUrl);
        Assert.Equal(0.0336m, status.Cost);
        Assert.Equal([10, 50, 70, 100], _steps.Select(step => step.Percent));
        Assert.Equal("model_inference", _steps[1].Stage);
        Assert.Equal(1, Server.Count("GET", StatusPath));
        Assert.Empty(Time.Leaps);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_StreamCutInTheMiddle_GoesOnWhereItWas()
    {
        Server
            .On("GET", EventsPath, Answers.Stream(WholeStream[..3], Answers.Break), Answers.Stream(WholeStream[2..]))
            .On("GET", StatusPath, Completed());

        await Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal([null, "4"], Streams().Select(heard => heard.Header("Last-Event-ID")));
        Assert.Equal([10, 50, 70, 100], _steps.Select(step => step.Percent));
        Assert.Equal(1, Server.Count("GET", StatusPath));
    }

    [Fact]
    public async Task WaitAsync_CutInsideAnEvent_ForgetsTheHalf()
    {
        var half = WholeStream[2][..^1];
        Server
            .On("GET", EventsPath, Answers.Stream([WholeStream[0], half], Answers.Break), Answers.Stream(WholeStream))
            .On("GET", StatusPath, Completed());

        await Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal("3", Streams()[1].Header("Last-Event-ID"));
        Assert.Equal([10, 50, 70, 100], _steps.Select(step => step.Percent));
    }

    [Fact]
    public async Task WaitAsync_OverAtReconnect_TakesTheWordNoContentForTheEnd()
    {
        Server
            .On("GET", EventsPath, Answers.Stream(WholeStream[0]), Answers.Status(204))
            .On("GET", StatusPath, Completed());

        var status = await Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel);

        Assert.True(status.IsOver);
        Assert.Equal(1, Server.Count("GET", StatusPath));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_NoEvents_AsksEveryTwoSeconds(int refusal)
    {
        Server.On("GET", EventsPath, Answers.Status(refusal)).On("GET", StatusPath, Slowly());

        await Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal([10, 50, 100], _steps.Select(step => step.Percent));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(2), 3), Time.Leaps);
        Assert.Single(Streams());
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_ProxyHoldsEventsBack_AsksAfterTheSpan()
    {
        using var client = CreateSut(new AtelierClientOptions { FirstEventLimit = TimeSpan.FromSeconds(6) });
        Server.On("GET", EventsPath, Answers.Hang(Server)).On("GET", StatusPath, Slowly());

        var status = await client.Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel);

        Assert.True(status.IsOver);
        Assert.Equal([6, 2, 2, 2], Time.Leaps.Select(leap => leap.TotalSeconds));
    }

    [Fact]
    public async Task WaitAsync_CommentsAndNoEvents_AsksAfterTheSpan()
    {
        using var client = CreateSut(new AtelierClientOptions { FirstEventLimit = TimeSpan.FromMinutes(2) });
        Server
            .On("GET", EventsPath, Answers.Stream([":\n\n", ":\n\n"], Leap(TimeSpan.FromMinutes(2))))
            .On("GET", StatusPath, Completed());

        Assert.True((await client.Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel)).IsOver);
        Assert.Single(Streams());
    }

    [Fact]
    public async Task WaitAsync_StreamFallsSilent_ConnectsAgain()
    {
        using var client = CreateSut(new AtelierClientOptions { EventSilenceLimit = TimeSpan.FromMinutes(3) });
        Server
            .On(
                "GET",
                EventsPath,
                Answers.Stream(WholeStream[..2], Leap(TimeSpan.FromMinutes(3))),
                Answers.Stream(WholeStream)
            )
            .On("GET", StatusPath, Completed());

        await client.Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal([null, "3"], Streams().Select(heard => heard.Header("Last-Event-ID")));
        Assert.Equal(100, _steps[^1].Percent);
    }

    [Fact]
    public async Task WaitAsync_StreamsDieAgainAndAgain_AsksInstead()
    {
        Server
            .On("GET", EventsPath, Answers.Stream(WholeStream[0]), Answers.Stream(WholeStream[0]))
            .On("GET", StatusPath, Completed());

        Assert.True((await Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel)).IsOver);
        Assert.InRange(Streams().Count, 2, 4);
    }

    public static TheoryData<string> Garbage() =>
        [
            "data: {not json\n\n",
            "id: 1\ndata: 17\n\n",
            "id: x\ndata: {\"state\": \"queued\"}\n\n",
            "id: 1\ndata: {}\n\n",
            "<html>" + new string('x', 200_000),
        ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task WaitAsync_EventsThatAreNone_AsksInstead(string garbage)
    {
        Server
            .On("GET", EventsPath, Answers.Stream([garbage], Answers.Hang(Server)))
            .On("GET", StatusPath, Completed());

        Assert.True((await Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel)).IsOver);
        Assert.Single(Streams());
    }

    [Fact]
    public async Task WaitAsync_StreamSaysOverTooSoon_WaitsForTheTrueEnd()
    {
        Server.On("GET", EventsPath, Answers.Stream(WholeStream)).On("GET", StatusPath, Slowly());

        var status = await Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal(PhotoState.Completed, status.Status);
        Assert.Equal([10, 50, 70, 100], _steps.Select(step => step.Percent));
        Assert.Equal(4, Server.Count("GET", StatusPath));
    }

    [Fact]
    public async Task WaitAsync_Failed_IsTheStatusWithItsError()
    {
        Server
            .On("GET", EventsPath, Answers.Stream(WholeStream[0], WholeStream[1], Answers.Event(5, "failed", 20)))
            .On("GET", StatusPath, Answers.State("failed", 0, ", \"error\": \"Canceled\""));

        var status = await Photos.WaitAsync(Answers.TaskId, _steps.Add, cancellationToken: Cancel);

        Assert.Equal((PhotoState.Failed, "Canceled"), (status.Status, status.Error));
        Assert.Equal([10, 0], _steps.Select(step => step.Percent));
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_NeverEnds_StopsAtTheLimit()
    {
        Server.On("GET", EventsPath, Answers.Status(404)).On("GET", StatusPath, Answers.State("processing", 50));

        var error = await FailsAsync(() =>
            Photos.WaitAsync(Answers.TaskId, limit: TimeSpan.FromMinutes(3), cancellationToken: Cancel)
        );

        Assert.Equal(ClientErrorCodes.TimedOut, error.Code);
        Assert.InRange(Server.Count("GET", StatusPath), 80, 90);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_Canceled_EndsAtOnceAndTellsNothingMore()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Server.On("GET", EventsPath, Answers.Stream([WholeStream[0]], Answers.Hang(Server)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Photos.WaitAsync(Answers.TaskId, _ => cancel.Cancel(), cancellationToken: cancel.Token)
        );

        Assert.Equal(0, Server.Count("GET", StatusPath));
    }

    [Fact]
    public async Task WaitAsync_UnknownTask_TellsTheServersText()
    {
        Server
            .On("GET", EventsPath, Answers.Status(404))
            .On("GET", StatusPath, Answers.Refusal(404, "TASK_NOT_FOUND", "Task not found"));

        var error = await FailsAsync(() => Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel));

        Assert.Equal(("TASK_NOT_FOUND", "Task not found"), (error.Code, error.Message));
    }

    [Fact]
    public async Task WaitAsync_ServerAwayForAMoment_IsSurvived()
    {
        Server
            .On(
                "GET",
                EventsPath,
                Answers.Stream(WholeStream[..2], Answers.Break),
                Answers.Cut,
                Answers.Cut,
                Answers.Cut
            )
            .On("GET", StatusPath, Answers.Cut, Answers.Status(503, ("Retry-After", "7")), Completed());

        var status = await Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel);

        Assert.True(status.IsOver);
        Assert.Contains(TimeSpan.FromSeconds(7), Time.Leaps);
    }

    [Fact]
    [Trait("Requirement", "B-72")]
    public async Task WaitAsync_ToldToAskLater_WaitsThatLongWithinTheLimit()
    {
        Server
            .On("GET", EventsPath, Answers.Status(404))
            .On("GET", StatusPath, Answers.Refusal(429, "RATE_LIMITED", "Later", ("Retry-After", "50")), Completed());

        Assert.True((await Photos.WaitAsync(Answers.TaskId, cancellationToken: Cancel)).IsOver);
        Assert.Equal([TimeSpan.FromSeconds(50)], Time.Leaps);
    }

    [Fact]
    public async Task WaitAsync_ToldToAskLaterAgainAndAgain_StopsAtTheLimit()
    {
        Server
            .On("GET", EventsPath, Answers.Status(404))
            .On("GET", StatusPath, Answers.Refusal(429, "RATE_LIMITED", "Later", ("Retry-After", "50")));

        var error = await FailsAsync(() =>
            Photos.WaitAsync(Answers.TaskId, limit: TimeSpan.FromMinutes(5), cancellationToken: Cancel)
        );

        Assert.Equal(ClientErrorCodes.TimedOut, error.Code);
        Assert.InRange(Server.Count("GET", StatusPath), 5, 8);
    }

    private static Func<HttpContext, Task> Completed() =>
        Answers.State("completed", 100, ", \"outputFileUrl\": \"/f?sig=1\", \"cost\": 0.0336, \"processingTime\": 3");

    private static Func<HttpContext, Task>[] Slowly() =>
        [Answers.State("pending", 10), Answers.State("processing", 50), Answers.State("daydreaming", 40), Completed()];

    private Func<HttpContext, Task> Leap(TimeSpan by) =>
        async context =>
        {
            await Time.SetAsync(by);
            Time.Leap(by);
            await Answers.Hang(Server)(context);
        };

    private List<Heard> Streams() => [.. Server.Requests.Where(heard => heard.Path == EventsPath)];
}
