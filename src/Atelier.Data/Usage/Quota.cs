namespace Atelier.Data.Usage;

/// <summary>What an account may still ask for on a day, UTC.</summary>
/// <param name="Limit">Pictures a day.</param>
internal sealed record Quota(int Limit, int Used, DateOnly Day, TimeSpan ResetsIn)
{
    public int Left => Math.Max(0, Limit - Used);
}
