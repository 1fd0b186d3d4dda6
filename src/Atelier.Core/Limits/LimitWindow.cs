namespace Atelier.Core.Limits;

/// <summary>A limit, and what is left of it.</summary>
/// <param name="Limit">Calls, or pictures, within the span.</param>
/// <param name="Left">0 to <paramref name="Limit"/>.</param>
/// <param name="Span">How long the limit looks back, or how long a window of it lasts.</param>
/// <param name="ResetsIn">When the next place is free, or all are.</param>
public sealed record LimitWindow(int Limit, int Left, TimeSpan Span, TimeSpan ResetsIn)
{
    /// <summary>Whole seconds until it is worth trying again; 1 at least.</summary>
    public int ResetSeconds => Math.Max(1, (int)Math.Ceiling(ResetsIn.TotalSeconds));

    /// <summary>The one with the least left; of several the one that lasts longest.</summary>
    public static LimitWindow? TightestOf(IEnumerable<LimitWindow> windows) =>
        windows.MinBy(window => (window.Left, -window.ResetsIn.Ticks));
}
