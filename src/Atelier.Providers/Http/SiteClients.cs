using System.Net;
using System.Reflection;
using Atelier.Core.Connections;

namespace Atelier.Providers.Http;

/// <summary>HTTP clients that do nothing of themselves: no redirects, cookies, proxies, unpacking or time limits.</summary>
internal static class SiteClients
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly string Agent = "Atelier/" + Version();

    /// <summary>
    /// For paid POSTs: each on a connection of its own. One from a pool may be closing already, and a POST that breaks on it
    /// is lost with an unknown charge.
    /// </summary>
    public static HttpClient ForPosts()
    {
        var handler = Handler();
        handler.PooledConnectionLifetime = TimeSpan.Zero;
        return Client(handler);
    }

    /// <summary>For reads with the key.</summary>
    public static HttpClient ForReads() => Client(Handler());

    /// <summary>For files, to addresses that <paramref name="connect"/> has looked at.</summary>
    public static HttpClient ForFiles(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> connect)
    {
        var handler = Handler();
        handler.ConnectCallback = connect;
        return Client(handler);
    }

    /// <summary>A handler that does nothing of itself.</summary>
    public static SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            // Names change their addresses; a pooled connection would never notice.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Our trace ids are nobody else's business.
            ActivityHeadersPropagator = null,
        };

    // The calls bring their own limits, from a clock that tests can move.
    private static HttpClient Client(SocketsHttpHandler handler)
    {
        var client = new HttpClient(new CutConnectionHandler(handler)) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.ExpectContinue = false;
        client.DefaultRequestHeaders.UserAgent.ParseAdd(Agent);
        return client;
    }

    private static string Version() =>
        typeof(SiteClients).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
