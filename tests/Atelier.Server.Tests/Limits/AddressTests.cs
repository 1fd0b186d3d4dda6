using System.Globalization;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Racing;

namespace Atelier.Server.Tests.Limits;

/// <summary>How often one address may come without an account: at the door that takes sign-in codes.</summary>
public sealed class AddressTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/session";
    private const string WrongCode = """{"code": "no-such-code"}""";

    [Fact]
    [Trait("Requirement", "B-61")]
    public async Task Post_MoreThanAHundredInAQuarter_AreRefusedUntilItIsOver()
    {
        var nobody = server.Nobody();

        var answers = await Together.RunAsync(120, _ => nobody.PostAsync(Door, WrongCode));

        Assert.Equal(100, answers.Count(answer => answer.Status == 401));
        Assert.All(
            answers.Where(answer => answer.Status == 401),
            answer =>
            {
                Assert.Equal("100", answer.Header("RateLimit-Limit"));
                Assert.Equal("100;w=900", answer.Header("RateLimit-Policy"));
                Assert.InRange(Number(answer, "RateLimit-Remaining"), 0, 99);
            }
        );
        var refused = answers.Where(answer => answer.Status != 401).ToList();
        Assert.Equal(20, refused.Count);
        Assert.All(
            refused,
            answer =>
            {
                Refusal.IsProblem(answer, 429, "rate_limited");
                Assert.Equal("Too many requests from this IP, please try again later.", answer.TextAt("detail"));
                Assert.InRange(Number(answer, "Retry-After"), 1, 900);
                Assert.Equal("0", answer.Header("RateLimit-Remaining"));
                Assert.Null(answer.Header("X-RateLimit-Limit"));
            }
        );
        // Whoever has an account of its own is not held up by its neighbours.
        Assert.Equal(200, (await server.Owner().GetAsync("/admin/api/budget")).Status);
        Assert.Equal(200, (await server.Owner().GetAsync("/v1/generations")).Status);

        await server.House.MoveClockAsync(TimeSpan.FromMinutes(16));
        Assert.Equal(401, (await nobody.PostAsync(Door, WrongCode)).Status);
        // What was counted is no address.
        Assert.Equal(
            32,
            await server.House.ScalarAsync<int>(
                "SELECT length(subject) FROM call_windows WHERE scope = 'address changes'"
            )
        );
    }

    private static int Number(Answer answer, string header) =>
        int.Parse(answer.Header(header)!, NumberStyles.None, CultureInfo.InvariantCulture);
}
