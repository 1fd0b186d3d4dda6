using System.Security.Cryptography;

namespace Atelier.Engine.Webhooks;

/// <summary>When a message is tried again: ten tries over some three days, as Standard Webhooks suggests.</summary>
internal static class RetryPlan
{
    // A receiver may ask for more time, but not for more than a day.
    private static readonly TimeSpan MostAsked = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>How often a message is tried.</summary>
    public static int Most => Pauses.Length + 1;

    /// <summary>The pause after this try, a tenth more or less; null after the last.</summary>
    /// <param name="tries">From 1.</param>
    /// <param name="asked">What the receiver asked for.</param>
    public static TimeSpan? After(int tries, TimeSpan? asked)
    {
        if (tries >= Most)
        {
            return null;
        }

        // Chance spreads what failed together.
        var pause = Pauses[Math.Max(tries, 1) - 1] * (1 + (RandomNumberGenerator.GetInt32(-1000, 1001) / 10_000.0));
        var wanted = asked > MostAsked ? MostAsked : asked ?? TimeSpan.Zero;
        return pause > wanted ? pause : wanted;
    }
}
