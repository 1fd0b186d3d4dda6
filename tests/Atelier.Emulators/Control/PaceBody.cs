namespace Atelier.Emulators.Control;

/// <summary>What <c>POST /_control/{wire}/time</c> takes; at least one of them.</summary>
/// <param name="Finish">True ends all running work now.</param>
/// <param name="Hold">True lets new work run until it is ended.</param>
/// <param name="TaskSeconds">New work takes that long, 0 to 86,400.</param>
internal sealed record PaceBody(bool Finish = false, bool Hold = false, double? TaskSeconds = null);
