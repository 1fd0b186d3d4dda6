namespace Atelier.Data.Limits;

/// <summary>So many calls within so long.</summary>
/// <param name="Calls">1 or more.</param>
public readonly record struct WindowLimit(int Calls, TimeSpan Span);
