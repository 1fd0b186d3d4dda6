using System.ComponentModel.DataAnnotations;

namespace Atelier.Engine.Working;

/// <summary>How a node works.</summary>
public sealed class WorkOptions
{
    public const string Section = "Work";

    /// <summary>Generations of the local painter at once; painting keeps cores busy. The default is the number of cores.</summary>
    [Range(1, 256)]
    public int LocalAtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>Generations of one other provider at once on this node; they mostly wait. The default is 64.</summary>
    [Range(1, 1000)]
    public int RemoteAtOnce { get; set; } = 64;

    /// <summary>
    /// Questions a second that one provider is asked after its tasks, by all nodes together. Where more tasks are under way than that
    /// allows, each is asked for less often, down to once a minute. The default is 40; the least that a provider tells is 50.
    /// </summary>
    [Range(1, 10_000)]
    public int PollsPerSecond { get; set; } = 40;

    /// <summary>
    /// How long a claim is safe without renewal. The default is 10 seconds; it is renewed at a third. Short enough that who takes
    /// over from a dead node sees a task of LegNext's in its list, if there is one: the shortest takes 15 seconds.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an idle lane looks by itself, should a notice be lost. The default is one second.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stopping node waits for its work before it hands it back. The default is 30 seconds.</summary>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Claims of one generation that may go wrong before it fails for good. The default is 5.</summary>
    [Range(1, 100)]
    public int MostFailures { get; set; } = 5;

    /// <summary>
    /// Bytes that must be free where answers of providers are kept, before a call is sent: one that cannot be kept is paid for and
    /// lost. What waits is tried again every few seconds. The default is 256 MiB; 0 looks at nothing.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long LeastFreeBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How long one try to store a file of a picture may take; then it is tried again later. The default is 30 seconds.</summary>
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a call may be prepared, as by sending pictures ahead of it, before it is not sent. The default is 2 minutes.
    /// </summary>
    public TimeSpan Preparing { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long after the end of its time a lost call is still looked for. The default is 30 seconds.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a task is asked for before it counts as lost; what it still brings is a candidate. The default is an hour.</summary>
    public TimeSpan TaskLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a lost call is looked for. The default is 5 seconds.</summary>
    public TimeSpan ReconcileEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often calls that outlived their generation are looked for. The default is 10 seconds.</summary>
    public TimeSpan LateEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a canceled generation is charged for pictures that came all the same. The default is yes.</summary>
    public bool CancelCharges { get; set; } = true;
}
