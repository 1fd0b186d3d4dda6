using Atelier.Data.Photos;
using Atelier.Engine.Photos;
using Atelier.Server.Tests.Accounts;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

public sealed class PhotoSweepTests : IAsyncLifetime
{
    private readonly TestServer _server = new()
    {
        Replace = services =>
        {
            OpenUploads.WithoutLimits(services);
            services.AddStill<PhotoSweeper>();
        },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PhotoSweeper Sweeper => _server.Services.GetRequiredService<PhotoSweeper>();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Trait("Requirement", "B-53")]
    [Trait("Requirement", "B-55")]
    [Trait("Requirement", "B-10")]
    [Trait("Requirement", "B-81")]
    public async Task Sweep_SessionIdleForFourHours_LeavesNothingButTheBooks()
    {
        var caller = await _server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        var made = await Photo.MakeAsync(_server, caller, session, "\"n\": 2");
        await Photo.MakeAsync(_server, caller, session);
        var balance = await caller.BalanceAsync();
        var books = await _server.House.ScalarAsync<long>("SELECT count(*) FROM ledger");

        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(239));
        Assert.Equal(0, (await CleanUpAsync()).At("removedSessions").GetInt32());
        // Asking for a file is activity.
        Assert.Equal(200, (await caller.GetAsync($"/api/files/{session}")).Status);
        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(239));
        Assert.Equal(0, (await CleanUpAsync()).At("removedSessions").GetInt32());
        // So is asking how a picture stands.
        Assert.Equal(200, (await caller.GetAsync($"{PhotoServer.Status}/{made.Generation}")).Status);
        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(239));
        Assert.Equal(0, (await CleanUpAsync()).At("removedSessions").GetInt32());
        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(2));
        // Nobody finds it any more, swept or not.
        PhotoRefusal.Is(await caller.GetAsync($"/api/files/{session}?type=input"), 404, "SESSION_NOT_FOUND");
        var report = await CleanUpAsync();

        Assert.Equal((1, 4), (report.At("removedSessions").GetInt32(), report.At("removedImages").GetInt32()));
        Assert.Equal((2, 0), (report.At("removedPrompts").GetInt32(), report.At("failedSessions").GetInt32()));
        Assert.True(report.At("success").GetBoolean());
        Assert.Empty(await Photo.Checker(_server).LeftOfAsync(session, [made.Generation], Cancel));
        Assert.False(Directory.Exists(Photo.Folder(_server, session)));
        await Photo.AssertSoundAsync(_server);
        Assert.Equal(balance, await caller.BalanceAsync());
        Assert.Equal(books, await _server.House.ScalarAsync<long>("SELECT count(*) FROM ledger"));
        Assert.True((await _server.Owner().GetAsync("/admin/api/ledger/check")).At("balanced").GetBoolean());
        Assert.Equal(410, (await caller.GetAsync($"/v1/images/{made.Image}/original")).Status);
        Assert.Equal(200, (await caller.GetAsync($"/v1/generations/{made.Generation}")).Status);
        Assert.Equal(200, (await caller.GetAsync("/v1/generations")).Status);
        Assert.Empty(await HouseTexts.WithAsync(_server.House, LogCapture.PromptWord));
    }

    [Fact]
    [Trait("Requirement", "B-54")]
    public async Task Sweep_DownloadedPicture_GoesTwoHoursLater()
    {
        var caller = await _server.AddCallerAsync();
        var fetched = await Photo.UploadAsync(caller);
        var again = await Photo.UploadAsync(caller);
        var looked = await Photo.UploadAsync(caller);
        foreach (var session in (Guid[])[fetched, again, looked])
        {
            await Photo.MakeAsync(_server, caller, session);
        }

        await caller.GetAsync($"/api/files/{fetched}?download=true");
        await caller.GetAsync($"/api/files/{again}?download=true");
        // Who has the picture, or finds none, downloads nothing.
        var tag = ("If-None-Match", (await caller.GetAsync($"/api/files/{looked}")).Header("ETag")!);
        Assert.Equal(304, (await caller.GetAsync($"/api/files/{looked}?download=true", tag)).Status);
        await caller.SendAsync(HttpMethod.Head, $"/api/files/{looked}?download=true", null);
        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(100));
        // What came after the download has not been fetched.
        await Photo.MakeAsync(_server, caller, again);
        await caller.GetAsync($"/api/files/{fetched}");
        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(21));
        var report = await CleanUpAsync();

        Assert.Equal(1, report.At("removedSessions").GetInt32());
        PhotoRefusal.Is(await caller.GetAsync($"/api/files/{fetched}"), 404, "SESSION_NOT_FOUND");
        Assert.Equal(200, (await caller.GetAsync($"/api/files/{again}")).Status);
        Assert.Equal(200, (await caller.GetAsync($"/api/files/{looked}")).Status);
        await Photo.AssertSoundAsync(_server);
    }

    [Fact]
    [Trait("Requirement", "B-53")]
    public async Task Sweep_SomethingRuns_KeepsTheSession()
    {
        var caller = await _server.AddCallerAsync();
        var session = await Photo.UploadAsync(caller);
        await _server.PauseAsync();
        var address = await caller.StartAsync(Bodies.Small());
        var generation = Guid.Parse(address.Split('/')[^1]);
        await _server.House.ExecuteAsync(
            "UPDATE generations SET session_id = @session WHERE id = @generation",
            new { session, generation }
        );

        await _server.House.MoveClockAsync(TimeSpan.FromHours(5));
        Assert.Equal(0, (await CleanUpAsync()).At("removedSessions").GetInt32());
        PhotoRefusal.Is(await caller.DeleteAsync($"/api/sessions/{session}"), 409, "CONFLICT");
        Assert.Equal(200, (await caller.GetAsync($"/api/files/{session}?type=input")).Status);
        await _server.ResumeAsync();
        await caller.EndOfAsync(address);

        Assert.Equal(200, (await caller.GetAsync($"/api/files/{session}")).Status);
        await Photo.AssertSoundAsync(_server);
        Assert.Equal(204, (await caller.DeleteAsync($"/api/sessions/{session}")).Status);
        PhotoRefusal.Is(await caller.DeleteAsync($"/api/sessions/{session}"), 404, "SESSION_NOT_FOUND");
        Assert.Empty(await Photo.Checker(_server).LeftOfAsync(session, [generation], Cancel));
        await Photo.AssertSoundAsync(_server);
    }

    [Fact]
    [Trait("Requirement", "B-53")]
    public async Task Sweep_ManyNodesAtOnce_OneSweepsEachHalfHour()
    {
        var caller = await _server.AddCallerAsync();
        var sessions = new List<Guid>();
        for (var number = 0; number < 3; number++)
        {
            sessions.Add(await Photo.UploadAsync(caller));
        }

        // The row of the turns is there from the first look on.
        Assert.Null(await Sweeper.RunOnceAsync(early: false, Cancel));
        await _server.House.MoveClockAsync(TimeSpan.FromHours(5));

        var swept = await Together.RunAsync(4, _ => Sweeper.RunOnceAsync(early: false, Cancel));

        Assert.Equal(3, swept.Sum(one => one?.Sessions ?? 0));
        Assert.Equal(3, Assert.Single(swept, one => one is not null)!.Value.Sessions);
        Assert.Null(await Sweeper.RunOnceAsync(early: false, Cancel));
        await _server.House.MoveClockAsync(TimeSpan.FromMinutes(30));
        Assert.NotNull(await Sweeper.RunOnceAsync(early: false, Cancel));
        await Photo.AssertSoundAsync(_server);
    }

    [Fact]
    public async Task Sweep_AgainstWorkThatIsAccepted_OneOfBothWins()
    {
        var caller = await _server.AddCallerAsync();
        var clean = _server.Services.GetRequiredService<PhotoCleanStore>();
        for (var round = 0; round < 8; round++)
        {
            var session = await Photo.UploadAsync(caller);
            await _server.House.MoveClockAsync(TimeSpan.FromMinutes(241));

            var won = await Together.RunAsync(
                2,
                async turn =>
                    turn == 0
                        ? await clean.StartAsync(session, null, dueOnly: true, Cancel) == CleanStart.Started
                        : await TakeAsync(session)
            );

            // One that is due takes no work, whoever comes first.
            Assert.Equal([true, false], won);
            Assert.Equal(CleanStart.Started, await clean.StartAsync(session, null, dueOnly: true, Cancel));
            await clean.FinishAsync(session, Cancel);

            var young = await Photo.UploadAsync(caller);
            var either = await Together.RunAsync(
                2,
                async turn =>
                    turn == 0
                        ? await clean.StartAsync(young, null, dueOnly: false, Cancel) == CleanStart.Started
                        : await TakeAsync(young)
            );
            Assert.True(either[0] || either[1], "nobody won");
            var state = await _server.House.ScalarAsync<string>(
                "SELECT state FROM photo_sessions WHERE id = @young",
                new { young }
            );
            Assert.Equal(either[0] ? "cleaning" : "active", state);
        }
    }

    [Fact]
    [Trait("Requirement", "B-55")]
    public async Task CleanUp_AnybodyElse_IsRefused()
    {
        var caller = await _server.AddCallerAsync();

        PhotoRefusal.Is(await caller.PostAsync("/api/cleanup", ""), 403, "FORBIDDEN");
        PhotoRefusal.Is(await _server.Nobody().PostAsync("/api/cleanup", ""), 401, "UNAUTHORIZED");
        PhotoRefusal.Is(await _server.Owner().GetAsync("/api/cleanup"), 405, "METHOD_NOT_ALLOWED");
    }

    [Fact]
    public async Task Erase_AccountWithSessions_TakesUploadsAndPictures()
    {
        var id = await People.AddAsync(_server);
        var key = await People.AddKeyAsync(_server, id);
        var caller = People.Caller(_server, id, key);
        var session = await Photo.UploadAsync(caller);
        var made = await Photo.MakeAsync(_server, caller, session);

        await _server.Owner().PostAsync($"{People.Accounts}/{id}/erase", $$"""{"confirm": "{{id}}"}""");
        var report = await People.ForgottenAsync(_server, id);

        Assert.Equal("done", report.TextAt("state"));
        Assert.Empty(await Photo.Checker(_server).LeftOfAsync(session, [made.Generation], Cancel));
        await Photo.AssertSoundAsync(_server);
    }

    private Task<Answer> CleanUpAsync() => _server.Owner().PostAsync("/api/cleanup", "");

    // As an accept takes the session's row before it adds its generation.
    private async Task<bool> TakeAsync(Guid session) =>
        await _server.House.ScalarAsync<Guid?>(
            """
            UPDATE photo_sessions s SET active_at = atelier.now()
            WHERE id = @session AND state = 'active' AND NOT photo_session_is_due(s) RETURNING id
            """,
            new { session }
        )
            is not null;
}
