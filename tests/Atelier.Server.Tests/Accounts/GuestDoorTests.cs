using Atelier.Server.Accounts;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Accounts;

/// <summary>Visitors without a key, where the operator lets them in. All come from one address, of which ten an hour get an account.</summary>
public sealed class GuestDoorTests : IAsyncLifetime
{
    private const string Door = "/v1/guests";

    private readonly TestServer _server = new()
    {
        Replace = services => services.PostConfigure<PhotoOptions>(photo => photo.AllowAnonymous = true),
    };

    private TestCaller Nobody => _server.Nobody();

    private (string, string) Origin => ("Origin", _server.Url.GetLeftPart(UriPartial.Authority));

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Guest_FromComingToBeingForgotten_OwnsWhatItMade()
    {
        var came = await Nobody.PostAsync(Door, "{}", Origin);
        var cookie = Cookie(came);
        var parts = came.Header("Set-Cookie")!.Split("; ").Select(part => part.ToLowerInvariant()).ToList();
        Assert.Equal((201, "free", 30), (came.Status, came.TextAt("tier"), came.At("idle_days").GetInt32()));
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=lax", parts);
        Assert.Contains("path=/", parts);
        Assert.Contains("max-age=2592000", parts);
        Assert.DoesNotContain("secure", parts);

        var again = await Nobody.PostAsync(Door, "{}", Origin, cookie);
        Assert.Equal((200, came.TextAt("account_id")), (again.Status, again.TextAt("account_id")));
        Assert.Equal(cookie, Cookie(again));

        var made = await Nobody.PostAsync("/v1/generations", Bodies.Small(), Origin, cookie, ("Prefer", "wait=60"));
        Assert.True(made.Status == 200, made.Text);
        var image = made.At("images")[0].GetProperty("id").GetString();
        Assert.Equal(200, (await Nobody.GetAsync($"/v1/generations/{made.TextAt("id")}", cookie)).Status);
        Assert.Equal(200, (await Nobody.GetAsync($"/v1/images/{image}/original", cookie)).Status);
        var own = await Nobody.GetAsync("/v1/account", cookie);
        Assert.True(own.At("guest").GetBoolean());
        Assert.Equal(5, own.At("limits.daily_pictures").GetInt32());

        // The address owns nothing: who clears the cookie is somebody else.
        var other = Cookie(await Nobody.PostAsync(Door, "{}", Origin));
        Refusal.IsProblem(await Nobody.GetAsync($"/v1/generations/{made.TextAt("id")}", other), 404, "not_found");
        Refusal.IsOpenAi(await Nobody.GetAsync($"/v1/images/{image}/original", other), 404, "not_found");

        await _server.House.MoveClockAsync(TimeSpan.FromDays(30));
        Refusal.IsProblem(await Nobody.GetAsync("/v1/account", cookie), 401, "unauthorized");
        await People.ForgottenAsync(_server, came.At("account_id").GetGuid());
        Assert.Empty(await HouseTexts.WithAsync(_server.House, LogCapture.PromptWord));
        Assert.Empty(await HouseTexts.WithAsync(_server.House, cookie.Item2.Split('=')[1]));
        Assert.Empty(
            Directory.EnumerateFiles(Path.Combine(_server.DataFolder, "images"), "*", SearchOption.AllDirectories)
        );
        Assert.True((await _server.Owner().GetAsync("/admin/api/ledger/check")).At("balanced").GetBoolean());
    }

    [Fact]
    [Trait("Requirement", "B-68")]
    public async Task Guest_ClearedCookieAfterFivePictures_GetsNoSixth()
    {
        var first = Cookie(await Nobody.PostAsync(Door, "{}", Origin));
        var five = await Nobody.PostAsync(
            "/v1/generations",
            Bodies.Small("\"n\": 5"),
            Origin,
            first,
            ("Prefer", "wait=60")
        );
        Assert.True(five.Status == 200, five.Text);

        var second = Cookie(await Nobody.PostAsync(Door, "{}", Origin));
        var sixth = await Nobody.PostAsync("/v1/generations", Bodies.Small(), Origin, second);

        Refusal.IsProblem(sixth, 429, "quota_exceeded");
        Assert.Equal(0, (await Nobody.GetAsync("/v1/generations", second)).At("data").GetArrayLength());
        // The day after, the same address is somebody else.
        await _server.House.MoveClockAsync(TimeSpan.FromDays(1));
        Assert.Equal(202, (await Nobody.PostAsync("/v1/generations", Bodies.Small(), Origin, second)).Status);
    }

    [Fact]
    public async Task Guest_OtherSitesAndOtherDoors_AreClosed()
    {
        var cookie = Cookie(await Nobody.PostAsync(Door, "{}", Origin));
        var before = await HouseState.ReadAsync(_server.House);

        foreach (var origin in (string[])["https://evil.example", "null", ""])
        {
            Refusal.IsProblem(
                await Nobody.PostAsync("/v1/generations", Bodies.Small(), ("Origin", origin), cookie),
                401,
                "unauthorized"
            );
            Refusal.IsProblem(await Nobody.PostAsync(Door, "{}", ("Origin", origin)), 403, "forbidden");
        }

        Refusal.IsProblem(await Nobody.PostAsync("/v1/generations", Bodies.Small(), cookie), 401, "unauthorized");
        Refusal.IsProblem(await Nobody.PostAsync(Door, "{}"), 403, "forbidden");
        Refusal.IsOpenAi(
            await Nobody.PostAsync("/v1/images/generations", Bodies.Small(), Origin, cookie),
            401,
            "unauthorized"
        );
        Refusal.IsOpenAi(await Nobody.GetAsync("/v1/models", cookie), 401, "unauthorized");
        Refusal.IsProblem(await Nobody.GetAsync("/admin/api/accounts", cookie), 401, "unauthorized");
        Refusal.IsProblem(
            await Nobody.GetAsync("/v1/account", ("Cookie", $"{GuestCookie.Name}=x")),
            401,
            "unauthorized"
        );
        Assert.Equal(before, await HouseState.ReadAsync(_server.House));
    }

    [Fact]
    public async Task Guests_MoreThanTenAnHourOfOneAddress_AreRefused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => Nobody.PostAsync(Door, "{}", Origin)));

        Assert.Equal(10, answers.Count(answer => answer.Status == 201));
        var refused = answers.Where(answer => answer.Status != 201).ToList();
        Assert.All(refused, answer => Refusal.IsProblem(answer, 429, "rate_limited"));
        Assert.All(refused, answer => Assert.InRange(int.Parse(answer.Header("Retry-After")!, null), 1, 3600));
        Assert.Equal(10, await _server.House.ScalarAsync<long>("SELECT count(*) FROM guests"));
        Assert.Empty(await HouseTexts.WithAsync(_server.House, "127.0.0.1"));
        await _server.House.MoveClockAsync(TimeSpan.FromHours(1));
        Assert.Equal(201, (await Nobody.PostAsync(Door, "{}", Origin)).Status);
    }

    private (string, string) Cookie(Answer answer)
    {
        var cookie = answer.Header("Set-Cookie")!.Split(';')[0];
        _server.Logs.Forbid(cookie.Split('=')[1]);
        return ("Cookie", cookie);
    }
}
