using System.ComponentModel.DataAnnotations;

namespace Atelier.Server.Progress;

/// <summary>What open streams of progress may cost, under <c>Progress</c>.</summary>
internal sealed class ProgressOptions
{
    public const string Section = "Progress";

    /// <summary>Streams that an account may have open at one node. The default is 20.</summary>
    [Range(1, 10_000)]
    public int MaxConnections { get; set; } = 20;

    /// <summary>Seconds without a message after which a sign of life is sent. The default is 15.</summary>
    [Range(0.05, 300)]
    public double HeartbeatSeconds { get; set; } = 15;

    /// <summary>Events that are kept for a reader who does not keep up, before it is dropped. The default is 2,048.</summary>
    [Range(2, 100_000)]
    public int MostWaiting { get; set; } = 2_048;

    /// <summary>Seconds in which a message must be taken, and a sign of life answered. The default is 10.</summary>
    [Range(0.1, 300)]
    public double SendSeconds { get; set; } = 10;

    /// <summary>Seconds after which it is looked again whether key, session and account still hold. The default is 10.</summary>
    [Range(0.05, 3600)]
    public double RecheckSeconds { get; set; } = 10;
}
