using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine.Webhooks;

/// <summary>How webhooks are sent.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Whether addresses may begin with http. The default is no.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether addresses may lead into private networks. The default is no; with yes every caller can reach what this machine can.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Messages under way at once on this node. The default is 32.</summary>
    [Range(1, 1000)]
    public int AtOnce { get; set; } = 32;

    /// <summary>Messages under way to one host at once, over all nodes. The default is 2.</summary>
    [Range(1, 100)]
    public int PerHost { get; set; } = 2;

    /// <summary>Messages under way for one account at once, over all nodes. The default is 8.</summary>
    [Range(1, 1000)]
    public int PerAccount { get; set; } = 8;

    /// <summary>What a receiver has for the whole exchange. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a node looks for tries that are due. The default is 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long word is gathered before it is turned into messages. The default is 100 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a stopping node waits for receivers before it hands back what is under way. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(5);

    // Longer than any exchange, so that nobody else sends what is still under way here.
    internal TimeSpan Lease => Timeout + TimeSpan.FromSeconds(15);
}
