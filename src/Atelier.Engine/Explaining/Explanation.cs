using Atelier.Engine.Views;

namespace Atelier.Engine.Explaining;

/// <summary>How a generation was planned, and what became of it.</summary>
/// <param name="Calls">The paid calls in order; none where the painter worked, or nothing was sent yet.</param>
/// <param name="Text">What happened, as a sentence.</param>
public sealed record Explanation(GenerationDetail Detail, IReadOnlyList<ExplainedCall> Calls, string Text);
