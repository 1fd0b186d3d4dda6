using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Accounts;

/// <summary>As the service is without a setting: nobody comes in without a key.</summary>
public sealed class GuestsOffTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Guests_WithoutTheSetting_AreNotServed()
    {
        var before = await HouseState.ReadAsync(server.House);
        var origin = ("Origin", server.Url.GetLeftPart(UriPartial.Authority));

        var answer = await server.Nobody().PostAsync("/v1/guests", "{}", origin);

        Refusal.IsProblem(answer, 403, "forbidden");
        Assert.Contains("Photo__AllowAnonymous", answer.TextAt("detail"), StringComparison.Ordinal);
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.Equal(before, await HouseState.ReadAsync(server.House));
    }
}
