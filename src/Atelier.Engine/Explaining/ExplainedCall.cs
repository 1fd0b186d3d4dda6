using Atelier.Data.Attempts;

namespace Atelier.Engine.Explaining;

/// <summary>One paid call.</summary>
/// <param name="Outcome">What became of it, in our words.</param>
/// <param name="Next">Why another call followed, or why none did; null where there is nothing to say.</param>
public sealed record ExplainedCall(AttemptStory Story, string Model, string Outcome, string? Next)
{
    /// <summary>The variable of the operator's key that sent it; null where there is none. For the operator alone.</summary>
    public string? Key { get; init; }
}
