using Atelier.Core.Requests;
using Atelier.Engine.Accepting;
using Atelier.Server.Authentication;
using Atelier.Server.Images;
using Atelier.Server.Presentations;
using Atelier.Server.Presentations.Reading;
using Atelier.Server.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Presentations;

/// <summary>Which addresses name pictures of ours, where a path or a content network stands before them.</summary>
public sealed class ReferenceAddressTests
{
    private const string Home = "https://pictures.example.com/atelier";
    private const string Network = "https://cdn.example.com/pics";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Requirement", "C-02")]
    [Trait("Requirement", "C-59")]
    public async Task ReadAsync_AddressBelowAPath_IsTheCallersOwnPicture(bool network)
    {
        await using var server = new TestServer
        {
            Adjust = settings =>
                settings with
                {
                    PublicUrl = new Uri(Home + "/"),
                    CdnUrl = network ? new Uri(Network) : null,
                },
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        var image = (await caller.GenerateAsync(Bodies.Small())).At("images")[0];
        var (id, url) = (image.GetProperty("id").GetGuid(), image.GetProperty("url").GetString()!);
        Assert.StartsWith(network ? Network : Home, url, StringComparison.Ordinal);
        var path = $"/v1/images/{id}/original";

        Assert.Equal((id, 0), await ReadAsync(server, caller, url));
        // The signature holds there too.
        Assert.Equal((id, 0), await ReadAsync(server, caller, Home + path));
        Assert.Equal((null, 1), await ReadAsync(server, caller, "https://pictures.example.com" + path));
        Assert.Equal((null, 1), await ReadAsync(server, caller, "https://pictures.example.com/atelier2" + path));
        Assert.Equal((null, 1), await ReadAsync(server, caller, "https://pictures.example.com/atelier/more" + path));
        Assert.Equal((null, 1), await ReadAsync(server, caller, "https://elsewhere.example.com/atelier" + path));
    }

    private static async Task<(Guid? Own, int Lost)> ReadAsync(TestServer server, TestCaller caller, string address)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (server.Url.Scheme, new HostString(server.Url.Authority));
        var call = new DeckCall(
            new CurrentCaller(new Caller(caller.AccountId, null)),
            server.Services.GetRequiredService<UrlSigner>().OriginsOf(request),
            new ErrorList()
        );

        var (own, lost) = await server
            .Services.GetRequiredService<ReferenceReader>()
            .ReadAsync(call, [address], Cancel);

        call.Errors.ThrowIfAny();
        return (own.Count == 0 ? null : own.Single(), lost);
    }
}
