namespace Atelier.Engine.Steps;

/// <summary>How one slot stands.</summary>
internal abstract record SlotFate
{
    private SlotFate() { }

    /// <summary>Its picture is in the spool.</summary>
    public sealed record Answered : SlotFate;

    /// <summary>A call for it is under way, or of unknown outcome.</summary>
    /// <param name="Until">Time until something is to be decided; null while the provider works.</param>
    public sealed record Pending(TimeSpan? Until) : SlotFate;

    /// <summary>It needs a call.</summary>
    public sealed record Wants(int Link, bool Rerun, TimeSpan Wait) : SlotFate;

    /// <summary>There is nothing to hope for.</summary>
    /// <param name="Error">The code for the caller.</param>
    public sealed record Dead(string Error) : SlotFate;
}
