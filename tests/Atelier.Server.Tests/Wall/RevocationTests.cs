using Atelier.Server.Images;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Wall;

/// <summary>Taking back addresses of pictures that were handed out.</summary>
public sealed class RevocationTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Door = "/v1/images/urls/revoke";

    [Fact]
    public async Task Revoke_Own_EndsEveryOlderAddressAndNoOther()
    {
        var caller = await server.AddCallerAsync();
        var other = await server.AddCallerAsync();
        var (id, address) = await MakeAsync(caller);
        var (_, foreign) = await MakeAsync(other);
        var card = (await caller.PostAsync($"/v1/images/{id}/urls", """{"width": 32}""")).TextAt("url")!;
        var source = server
            .Services.GetRequiredService<UrlSigner>()
            .SignSource(server.Url.GetLeftPart(UriPartial.Authority), Guid.Parse(id), urlEpoch: 0, "source");
        Assert.Equal(200, (await server.Nobody().GetAsync(source)).Status);
        string[] old = [address, card, source];
        Assert.Equal(200, (await server.Nobody().GetAsync(card)).Status);

        Assert.Equal(204, (await caller.PostAsync(Door, "{}")).Status);

        foreach (var url in old)
        {
            Refusal.IsOpenAi(await server.Nobody().GetAsync(url), 403, "forbidden");
        }

        var fresh = (await caller.PostAsync($"/v1/images/{id}/urls", "{}")).TextAt("url")!;
        Assert.Equal(200, (await server.Nobody().GetAsync(fresh)).Status);
        Assert.Equal(200, (await server.Nobody().GetAsync(foreign)).Status);
        Assert.Equal(
            1,
            await server.House.ScalarAsync<int>(
                "SELECT count(*)::int FROM audit WHERE action = 'urls.revoke' AND account_id = @AccountId AND actor_id = @AccountId AND key_id IS NOT NULL",
                caller
            )
        );
    }

    [Fact]
    public async Task Revoke_ByTheOperator_EndsThoseOfTheAccount()
    {
        var caller = await server.AddCallerAsync();
        var (_, address) = await MakeAsync(caller);

        var answer = await server.Owner().PostAsync($"/admin/api/accounts/{caller.AccountId}/urls/revoke", "{}");

        Assert.Equal(204, answer.Status);
        Refusal.IsOpenAi(await server.Nobody().GetAsync(address), 403, "forbidden");
    }

    [Fact]
    public async Task Revoke_OfOthersOrWithoutKey_IsRefused()
    {
        var caller = await server.AddCallerAsync();
        var victim = await server.AddCallerAsync();
        var (_, address) = await MakeAsync(victim);
        var path = $"/admin/api/accounts/{victim.AccountId}/urls/revoke";

        Assert.Equal(403, (await caller.PostAsync(path, "{}")).Status);
        Assert.Equal(401, (await server.Nobody().PostAsync(Door, "{}")).Status);
        Refusal.IsProblem(
            await server.Owner().PostAsync($"/admin/api/accounts/{Guid.CreateVersion7()}/urls/revoke", "{}"),
            404,
            "not_found"
        );
        Assert.Equal(200, (await server.Nobody().GetAsync(address)).Status);
    }

    private static async Task<(string Id, string Address)> MakeAsync(TestCaller caller)
    {
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];
        return (image.GetProperty("id").GetString()!, image.GetProperty("url").GetString()!);
    }
}
