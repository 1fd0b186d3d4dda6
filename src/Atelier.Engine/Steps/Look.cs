using Atelier.Data.Attempts;

namespace Atelier.Engine.Steps;

/// <summary>What looking after one attempt came to.</summary>
/// <param name="Change">What is to be decided; null when nothing is.</param>
/// <param name="Again">When to look again; null when there is no need.</param>
/// <param name="Progress">Percent of the provider's work; null when it does not tell.</param>
internal sealed record Look(AttemptChange? Change, TimeSpan? Again = null, int? Progress = null)
{
    /// <summary>Whether the provider was asked for its task.</summary>
    public bool Polled { get; init; }

    /// <summary>How long the provider asks to be left alone; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the call was to find out whether its offer works again.</summary>
    public bool Probe { get; init; }

    /// <summary>Whether a lost call was looked for.</summary>
    public bool Watched { get; init; }
}
