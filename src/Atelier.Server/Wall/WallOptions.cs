using System.ComponentModel.DataAnnotations;

namespace Atelier.Server.Wall;

/// <summary>How patient the service is with connections, and with wrong keys.</summary>
public sealed class WallOptions
{
    public const string Section = "Wall";

    /// <summary>Seconds for a request's line and headers, 1 to 120. The default is 10.</summary>
    [Range(1, 120)]
    public int HeaderSeconds { get; set; } = 10;

    /// <summary>Bytes of a body that must come each second, 1 to 1048576. The default is 512.</summary>
    [Range(1, 1_048_576)]
    public int LeastBodyBytes { get; set; } = 512;

    /// <summary>Seconds before a body must come at that rate, 2 to 60. The default is 5.</summary>
    [Range(2, 60)]
    public int BodyGraceSeconds { get; set; } = 5;

    /// <summary>Seconds that a connection may lie idle, 1 to 600. The default is 75.</summary>
    [Range(1, 600)]
    public int IdleSeconds { get; set; } = 75;

    /// <summary>Connections at once on this node, 1 to 1000000; more are closed at once. The default is 4096.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 4096;

    /// <summary>Requests at once on one connection of HTTP/2, 1 to 1000. The default is 64.</summary>
    [Range(1, 1000)]
    public int MaxStreams { get; set; } = 64;

    /// <summary>Wrong keys, codes or tickets from one address, 1 to 1000000, each counted by itself. The default is 20.</summary>
    [Range(1, 1_000_000)]
    public int MaxGuesses { get; set; } = 20;

    /// <summary>Minutes in which they are counted, 1 to 1440. The default is 15.</summary>
    [Range(1, 1440)]
    public int GuessMinutes { get; set; } = 15;
}
