using System.Net;
using Atelier.Data.Secrets;
using Atelier.Server.Addresses;
using Atelier.Server.Setup;
using Atelier.TestKit.Time;
using Microsoft.AspNetCore.Http;

namespace Atelier.Server.Tests.Wall;

/// <summary>Settings, and requests that come from somewhere.</summary>
internal static class Places
{
    public static ServerSettings Settings(params string[] trusted) =>
        new()
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = "/nowhere",
            BlobFolder = "/nowhere",
            AllowedHosts = ["localhost", "127.0.0.1", "[::1]"],
            CatalogueFolder = "/nowhere",
            TrustedProxies = [.. trusted.Select(net => IPNetwork.Parse(net))],
        };

    public static ClientAddress Addresses(ServerSettings settings, TimeProvider? time = null) =>
        new(settings, MasterSecret.FromText(new string('s', 32)), time ?? new FakeTimeProvider());

    public static HttpContext From(string? peer, params string[] forwardedFor)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = peer is null ? null : IPAddress.Parse(peer);
        if (forwardedFor.Length > 0)
        {
            context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        }

        return context;
    }
}
