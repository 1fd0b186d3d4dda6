using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Authentication;

/// <summary>These move the clock of their server.</summary>
public sealed class SessionAgeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task SignIn_CodesAndSessions_EndWithTheirTime()
    {
        var code = await NewCodeAsync();
        var opened = await SignInAsync(await NewCodeAsync());
        var cookie = opened.Header("Set-Cookie")!.Split(';')[0];

        await server.House.MoveClockAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(401, (await SignInAsync(code)).Status);
        Assert.Equal(200, (await server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie))).Status);

        await server.House.MoveClockAsync(TimeSpan.FromDays(7));
        Refusal.IsProblem(await server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie)), 401, "unauthorized");
    }

    private async Task<string> NewCodeAsync() =>
        (await server.Owner().PostAsync("/admin/api/sign-in-codes", "{}")).TextAt("code")!;

    private Task<Answer> SignInAsync(string code) =>
        server.Nobody().PostAsync("/v1/session", $$"""{"code": "{{code}}"}""");
}
