namespace Atelier.Core.Routing;

/// <summary>Why an offer was passed over.</summary>
/// <param name="Text">Completes a sentence that begins with the offer.</param>
public sealed record Rejection(RejectionCause Cause, string Text);
