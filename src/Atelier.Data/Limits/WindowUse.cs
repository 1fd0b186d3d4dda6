namespace Atelier.Data.Limits;

/// <summary>What is left of a window after a call.</summary>
/// <param name="Allowed">Whether this call was within the limit; one that was not does not count.</param>
/// <param name="Left">Calls that are still free.</param>
/// <param name="ResetsIn">When all are free again.</param>
public readonly record struct WindowUse(bool Allowed, int Left, TimeSpan ResetsIn);
