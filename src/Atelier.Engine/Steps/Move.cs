using Atelier.Data.Queue;

namespace Atelier.Engine.Steps;

/// <summary>What happens next with a generation.</summary>
internal abstract record Move
{
    private Move() { }

    /// <summary>A call is to be sent.</summary>
    /// <param name="Pause">How long to wait before.</param>
    /// <param name="Pending">Whether other calls are under way, to be looked after meanwhile.</param>
    public sealed record Send(NextCall Call, TimeSpan Pause, bool Pending) : Move;

    /// <summary>Calls are under way.</summary>
    /// <param name="AtMost">When to look at the latest; null leaves it to what the provider said.</param>
    public sealed record Wait(TimeSpan? AtMost) : Move;

    /// <summary>Every slot has an answer or none to hope for.</summary>
    /// <param name="Errors">Error codes of slots without hope.</param>
    public sealed record Finish(IReadOnlyDictionary<int, string> Errors) : Move;
}
