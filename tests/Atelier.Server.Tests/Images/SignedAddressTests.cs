using System.Net.Http.Headers;
using Atelier.Data.Images;
using Atelier.Data.Secrets;
using Atelier.Server.Headers;
using Atelier.Server.Images;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Images;

/// <summary>Addresses that show a picture without a key, for a while.</summary>
public sealed class SignedAddressTests(TestServer server) : IClassFixture<TestServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "B-43")]
    public async Task Get_AddressNearItsEnd_MayBeKeptForTheRestOnly()
    {
        var (id, _) = await MakeAsync();
        var url = await SignAsync(id, TimeProvider.System.GetUtcNow() - UrlSigner.Life + TimeSpan.FromMinutes(1));

        var answer = await server.Nobody().GetAsync(url);

        Assert.Equal(200, answer.Status);
        var control = CacheControlHeaderValue.Parse(answer.Header("Cache-Control"));
        Assert.InRange(control.MaxAge!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    [Trait("Requirement", "B-11")]
    public async Task Get_AddressPastItsEnd_Is403()
    {
        var (id, _) = await MakeAsync();

        var url = await SignAsync(id, TimeProvider.System.GetUtcNow() - UrlSigner.Life - TimeSpan.FromSeconds(1));

        Refusal.IsOpenAi(await server.Nobody().GetAsync(url), 403, "forbidden");
    }

    [Theory]
    [InlineData("original?", "optimized?")]
    [InlineData("exp=1", "exp=2")]
    [InlineData("sig=", "sig=A")]
    [InlineData("kid=", "kid=A")]
    [InlineData("&kid=", "&nokid=")]
    [InlineData("exp=", "noexp=")]
    [InlineData("exp=", "exp=-")]
    [InlineData("sig=", "sig=%00%FF")]
    [InlineData("sig=", "sig=%C3%A4")]
    [InlineData("sig=", "sig=&x=")]
    [InlineData("sig=", "sig=a&sig=")]
    public async Task Get_AlteredAddress_Is403(string from, string to)
    {
        var (_, url) = await MakeAsync();
        Assert.Contains(from, url, StringComparison.Ordinal);

        var answer = await server.Nobody().GetAsync(url.Replace(from, to, StringComparison.Ordinal));

        Refusal.IsOpenAi(answer, 403, "forbidden");
        Assert.Contains("ask for a new one", answer.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AddressOfAnotherImage_Is403AndTellsNotWhetherThatExists()
    {
        var (id, url) = await MakeAsync();
        var (other, _) = await MakeAsync();

        var existing = await server.Nobody().GetAsync(url.Replace($"{id}", $"{other}", StringComparison.Ordinal));
        var missing = await server
            .Nobody()
            .GetAsync(url.Replace($"{id}", $"{Guid.CreateVersion7()}", StringComparison.Ordinal));

        Refusal.IsOpenAi(existing, 403, "forbidden");
        Refusal.IsOpenAi(missing, 403, "forbidden");
        Assert.Equal(existing.TextAt("error.message"), missing.TextAt("error.message"));
    }

    [Fact]
    public async Task Get_AfterTheAccountsEpochRose_OldAddressesAreWorthless()
    {
        var (id, url) = await MakeAsync();
        await server.House.ExecuteAsync(
            "UPDATE accounts SET url_epoch = url_epoch + 1 WHERE id = (SELECT account_id FROM images WHERE id = @id)",
            new { id }
        );

        Refusal.IsOpenAi(await server.Nobody().GetAsync(url), 403, "forbidden");
        Assert.Equal(
            200,
            (await server.Nobody().GetAsync(await SignAsync(id, TimeProvider.System.GetUtcNow()))).Status
        );
    }

    private async Task<(Guid Id, string Url)> MakeAsync()
    {
        var caller = await server.AddCallerAsync();
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];
        return (image.GetProperty("id").GetGuid(), image.GetProperty("url").GetString()!);
    }

    /// <summary>An address as it was made at another time.</summary>
    private async Task<string> SignAsync(Guid id, DateTimeOffset at)
    {
        var signer = new UrlSigner(
            server.Services.GetRequiredService<MasterSecret>(),
            server.Services.GetRequiredService<PictureOrigin>(),
            server.Services.GetRequiredService<PublicOrigin>(),
            new FakeTimeProvider(at)
        );
        var image = await server.Services.GetRequiredService<ImageStore>().FindAsync(id, Cancel);
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (server.Url.Scheme, new HostString(server.Url.Authority));
        return signer.Sign(request, image!, Atelier.Core.Images.Rendition.Original);
    }
}
