namespace Atelier.Engine.Accepting;

/// <summary>What the photo door knows of a request besides what all doors know.</summary>
/// <param name="Client">Where it was asked from: the address as today's keyed hash; null without one.</param>
public sealed record PhotoIntake(Guid SessionId, byte[]? Client);
