using Atelier.Providers.Failures;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>How a test wire treats one POST.</summary>
internal sealed record WireAct
{
    /// <summary>It brings its pictures, and a bill.</summary>
    public static readonly WireAct Answers = new();

    /// <summary>Waited at while the call is prepared.</summary>
    public Gate? Prepares { get; init; }

    /// <summary>Waited at before the connection stands.</summary>
    public Gate? Before { get; init; }

    /// <summary>Waited at when all was sent, before the answer.</summary>
    public Gate? After { get; init; }

    /// <summary>How the POST fails; null when it does not.</summary>
    public FailureKind? Fails { get; init; }

    /// <summary>What the adapter says of its charge.</summary>
    public Charge Charge { get; init; }

    /// <summary>Whether it fails before a byte was sent.</summary>
    public bool Early { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the adapter breaks in a way it does not know.</summary>
    public bool Breaks { get; init; }

    /// <summary>Whether the wire bills it.</summary>
    public bool Billed { get; init; } = true;

    /// <summary>Whether the adapter asks for leave to send a second time.</summary>
    public bool SendsTwice { get; init; }

    /// <summary>Polls that find its task running; <see cref="TestWire.Finish"/> ends the wait.</summary>
    public int Polls { get; init; }

    /// <summary>What a running task says of its progress.</summary>
    public int? Progress { get; init; }

    /// <summary>How its task fails; null when it does not.</summary>
    public FailureKind? TaskFails { get; init; }

    /// <summary>Nano-dollars that the failed task cost; null when the wire does not tell.</summary>
    public long? TaskCost { get; init; }

    /// <summary>Whether the wire forgets its task.</summary>
    public bool Vanishes { get; init; }

    /// <summary>Nano-dollars that the answer says it cost; null takes the wire's price.</summary>
    public long? Cost { get; init; }

    /// <summary>Whether the answer says nothing of its cost.</summary>
    public bool Silent { get; init; }

    /// <summary>How reading the answer fails; null when it does not.</summary>
    public FailureKind? Unreadable { get; init; }

    /// <summary>Whether the adapter takes an answer without a picture for one that cost nothing, though nobody said so.</summary>
    public bool ReadsAsFree { get; init; }

    /// <summary>How many of its pictures came already while its task still stands for more; 0 where all come at once.</summary>
    public int Part { get; init; }

    /// <summary>How many of its first pictures could not be had, so that the answer begins after them.</summary>
    public int Left { get; init; }

    /// <summary>Numbers of pictures whose bytes are none.</summary>
    public IReadOnlyList<int> Garbage { get; init; } = [];

    public static WireAct Failing(FailureKind kind, Charge charge = Charge.None) =>
        new()
        {
            Fails = kind,
            Charge = charge,
            Billed = charge != Charge.None,
        };

    /// <summary>All was sent, the answer is lost.</summary>
    public static WireAct Lost(bool billed = true) =>
        new()
        {
            Fails = FailureKind.Lost,
            Charge = Charge.Unknown,
            Billed = billed,
        };
}
