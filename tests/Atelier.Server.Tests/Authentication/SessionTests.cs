using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Authentication;

public sealed class SessionTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/session";

    private string Origin => server.Url.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task SignIn_CodeOfTheFirstStart_WorksOnce()
    {
        var first = await SignInAsync(server.SignInCode);
        var second = await SignInAsync(server.SignInCode);

        Assert.Equal(204, first.Status);
        Refusal.IsProblem(second, 401, "unauthorized");
        Assert.Contains("/admin/api/sign-in-codes", second.TextAt("detail"), StringComparison.Ordinal);
        Assert.Null(second.Header("Set-Cookie"));
    }

    [Fact]
    public async Task SignIn_SameCodeTenTimesAtOnce_OpensOneSession()
    {
        var code = await NewCodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SignInAsync(code)));

        Assert.Single(answers, answer => answer.Status == 204);
        Assert.Equal(9, answers.Count(answer => answer.Status == 401));
    }

    [Fact]
    public async Task SignIn_Cookie_IsOutOfReachOfScriptsAndOtherSites()
    {
        var answer = await SignInAsync(await NewCodeAsync());

        var parts = answer.Header("Set-Cookie")!.Split("; ").Select(part => part.ToLowerInvariant()).ToList();
        Assert.StartsWith("atelier_session=", parts[0], StringComparison.Ordinal);
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=strict", parts);
        Assert.Contains("path=/", parts);
        Assert.Contains("max-age=604800", parts);
        Assert.DoesNotContain(parts, part => part.StartsWith("domain=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_OfTheOwner_SeesItsPicturesAndMakesNewOnes()
    {
        var cookie = await CookieAsync();
        var made = await server.Owner().GenerateAsync(Bodies.Small());

        var list = await server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie));
        var image = made.At("images")[0].GetProperty("id").GetString();
        var picture = await server.Nobody().GetAsync($"/v1/images/{image}/original", ("Cookie", cookie));
        var post = await PostAsync(cookie, ("Origin", Origin));

        Assert.Contains(
            list.At("data").EnumerateArray(),
            item => item.GetProperty("id").GetString() == made.TextAt("id")
        );
        Assert.Equal("64x48", PictureFile.Read(picture.Bytes).Size);
        Assert.Equal(202, post.Status);
        Assert.Equal(200, (await server.Nobody().GetAsync("/admin/api/ledger/check", ("Cookie", cookie))).Status);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("https://127.0.0.1:PORT")]
    [InlineData("http://localhost:PORT")]
    [InlineData("http://127.0.0.1:PORT.evil.example")]
    [InlineData("null")]
    [InlineData("")]
    public async Task Session_PostFromAnotherOrigin_IsRefused(string origin)
    {
        var cookie = await CookieAsync();
        var before = await HouseState.ReadAsync(server.House);

        var answer = await PostAsync(
            cookie,
            ("Origin", origin.Replace("PORT", $"{server.Url.Port}", StringComparison.Ordinal))
        );

        Refusal.IsProblem(answer, 401, "unauthorized");
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }

    [Fact]
    public async Task Session_PostWithoutOrigin_IsRefused() =>
        Refusal.IsProblem(await PostAsync(await CookieAsync()), 401, "unauthorized");

    [Fact]
    public async Task SignOut_FromOurOrigin_EndsTheSession()
    {
        var cookie = await CookieAsync();

        var answer = await server.Nobody().DeleteAsync(Door, ("Cookie", cookie), ("Origin", Origin));

        Assert.Equal(204, answer.Status);
        Assert.StartsWith("atelier_session=;", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Refusal.IsProblem(await server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie)), 401, "unauthorized");
    }

    [Fact]
    public async Task SignOut_FromAnotherOrigin_LeavesTheSession()
    {
        var cookie = await CookieAsync();

        await server.Nobody().DeleteAsync(Door, ("Cookie", cookie), ("Origin", "https://evil.example"));

        Assert.Equal(200, (await server.Nobody().GetAsync("/v1/generations", ("Cookie", cookie))).Status);
    }

    [Theory]
    [InlineData("{}", 400, "invalid_request", "code")]
    [InlineData("{\"code\": \"\"}", 400, "invalid_request", "code")]
    [InlineData("{\"code\": null}", 400, "invalid_request", "code")]
    [InlineData("{\"code\": 7}", 400, "invalid_request", "code")]
    [InlineData("{\"code\": \"x\", \"remember\": true}", 400, "invalid_request", "remember")]
    [InlineData("{\"code\": \"x\"}", 401, "unauthorized", null)]
    [InlineData("{\"code\": \"\\u0000\"}", 401, "unauthorized", null)]
    [InlineData("{\"code\"", 400, "invalid_request", null)]
    public async Task SignIn_WrongBody_IsRefused(string body, int status, string code, string? field)
    {
        var answer = await server.Nobody().PostAsync(Door, body);

        Refusal.IsProblem(answer, status, code, field is null ? [] : [field]);
        Assert.Null(answer.Header("Set-Cookie"));
    }

    private async Task<string> NewCodeAsync()
    {
        var answer = await server.Owner().PostAsync("/admin/api/sign-in-codes", "{}");
        Assert.Equal(201, answer.Status);
        var code = answer.TextAt("code")!;
        Assert.EndsWith($"#code={code}", answer.TextAt("url"), StringComparison.Ordinal);
        server.Logs.Forbid(code);
        return code;
    }

    private Task<Answer> SignInAsync(string code) => server.Nobody().PostAsync(Door, $$"""{"code": "{{code}}"}""");

    private async Task<string> CookieAsync()
    {
        var cookie = (await SignInAsync(await NewCodeAsync())).Header("Set-Cookie")!.Split(';')[0];
        server.Logs.Forbid(cookie.Split('=')[1]);
        return cookie;
    }

    private Task<Answer> PostAsync(string cookie, params (string, string)[] headers) =>
        server.Nobody().PostAsync("/v1/generations", Bodies.Small(), [("Cookie", cookie), .. headers]);
}
