using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Wall;

/// <summary>What a connection may ask of us before anybody has looked at the request.</summary>
internal sealed class KestrelWall(IOptions<WallOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>The doors of now take JSON only; doors that take files raise it for themselves.</summary>
    public const long MostBodyBytes = 1024 * 1024;

    /// <summary>Read ahead of whoever reads the body: with the usual megabyte a flood of uploads holds as much for each.</summary>
    public const int MostReadAhead = 128 * 1024;
    private const int MostHeaders = 64;
    private const int MostHeaderBytes = 16 * 1024;
    private const int MostLineBytes = 8 * 1024;

    public void Configure(KestrelServerOptions kestrel)
    {
        var wall = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        // A target that names another host than the Host header is refused, not followed.
        kestrel.AllowHostHeaderOverride = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = MostBodyBytes;
        limits.MaxRequestBufferSize = MostReadAhead;
        limits.MaxRequestHeaderCount = MostHeaders;
        limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        limits.MaxRequestLineSize = MostLineBytes;
        limits.MaxConcurrentConnections = wall.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = wall.MaxConnections;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(wall.HeaderSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(wall.IdleSeconds);
        limits.MinRequestBodyDataRate = new MinDataRate(
            wall.LeastBodyBytes,
            TimeSpan.FromSeconds(wall.BodyGraceSeconds)
        );
        limits.Http2.MaxStreamsPerConnection = wall.MaxStreams;
        limits.Http2.MaxRequestHeaderFieldSize = MostLineBytes;
    }
}
