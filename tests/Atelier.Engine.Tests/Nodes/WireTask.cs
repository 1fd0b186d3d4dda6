namespace Atelier.Engine.Tests.Nodes;

/// <summary>A task at a test wire.</summary>
internal sealed class WireTask(string id, Guid attemptId, WireAct act, int pictures)
{
    public string Id { get; } = id;

    public Guid AttemptId { get; } = attemptId;

    public WireAct Act { get; } = act;

    public int Pictures { get; } = pictures;

    /// <summary>Polls that will still find it running.</summary>
    public int Left { get; set; } = act.Polls;

    public bool Canceled { get; set; }
}
