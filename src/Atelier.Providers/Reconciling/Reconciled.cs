namespace Atelier.Providers.Reconciling;

/// <summary>What was found of a lost call.</summary>
public abstract record Reconciled
{
    private Reconciled() { }

    /// <summary>It made this task.</summary>
    public sealed record Found(string TaskId) : Reconciled;

    /// <summary>It surely never reached the provider, so it cost nothing.</summary>
    public sealed record Nothing : Reconciled;

    /// <summary>Not to be said now; look again.</summary>
    /// <param name="Note">What the adapter wants to know at the next look, on whatever node; null leaves what is there.</param>
    public sealed record Unsure(string? Note = null) : Reconciled;
}
