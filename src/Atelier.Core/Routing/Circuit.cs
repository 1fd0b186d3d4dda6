namespace Atelier.Core.Routing;

/// <summary>
/// The breaker of one offer (requirement B-49): shut off after 5 failures in a row, for 30 seconds and twice as long after each
/// probe that fails, up to 5 minutes. Pure: time is only what is left.
/// </summary>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Openings">Times it was shut off since the last success.</param>
/// <param name="Left">Until a probe may go: null while closed, zero or less when it is due.</param>
public readonly record struct Circuit(int Failures, int Openings, TimeSpan? Left)
{
    /// <summary>Failures in a row that shut an offer off.</summary>
    public const int MostFailures = 5;

    /// <summary>
    /// How long it is shut off at first. A provider that asks for a longer pause shuts it off with a single failure; a shorter
    /// one the pause of its lane takes care of.
    /// </summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    /// <summary>How long it is shut off at most, unless the provider asks for more.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>The longest pause that a provider can ask for.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    public CircuitState State =>
        Left is not { } left ? CircuitState.Closed
        : left > TimeSpan.Zero ? CircuitState.Open
        : CircuitState.HalfOpen;

    /// <summary>The circuit after one more call.</summary>
    /// <param name="retryAfter">How long the provider asks to be left alone; null when it does not say.</param>
    public Circuit After(bool succeeded, TimeSpan? retryAfter = null)
    {
        if (succeeded)
        {
            return default;
        }

        var failures = Failures == int.MaxValue ? Failures : Failures + 1;
        // What was on its way when it was shut off says nothing new; only a failure after the pause doubles it.
        var opens = State == CircuitState.HalfOpen || (State == CircuitState.Closed && failures >= MostFailures);
        var after = opens
            ? new Circuit(failures, Openings + 1, Pause(Openings + 1))
            : this with
            {
                Failures = failures,
            };
        return retryAfter is { } asked ? after.Held(asked < LongestAsked ? asked : LongestAsked) : after;
    }

    private static TimeSpan Pause(int openings)
    {
        var pause = First * Math.Pow(2, Math.Min(openings, 10) - 1);
        return pause < Longest ? pause : Longest;
    }

    private Circuit Held(TimeSpan asked) =>
        Left is null
            ? asked > First
                ? new Circuit(Failures, Math.Max(Openings, 1), asked)
                : this
            : this with
            {
                Left = asked > Left ? asked : Left,
            };
}
