namespace Atelier.Core.Routing;

/// <summary>An offer that was looked at and passed over.</summary>
/// <param name="Reason">A sentence that says why, and what to change where that helps.</param>
public sealed record RejectedOffer(string Model, string Provider, string Reason, RejectionCause Cause);
