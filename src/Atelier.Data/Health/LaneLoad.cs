namespace Atelier.Data.Health;

/// <summary>How busy the lane of a provider is.</summary>
/// <param name="Capacity">Calls at once; null is no limit.</param>
/// <param name="Busy">Calls under way.</param>
/// <param name="Waiting">Generations that wait for their turn, 1,000 at most.</param>
/// <param name="Paused">How long it is still paused; zero when it is not.</param>
public sealed record LaneLoad(string Provider, int? Capacity, int Busy, int Waiting, TimeSpan Paused)
{
    /// <summary>Seconds that one more call is expected to wait.</summary>
    /// <param name="average">Seconds that a call takes there.</param>
    public double Wait(double average)
    {
        var full = Capacity is { } places && Busy >= places ? (Waiting + 1.0) / places * average : 0;
        return full + Paused.TotalSeconds;
    }
}
