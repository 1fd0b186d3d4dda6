namespace Atelier.Data.Accounts;

/// <summary>What became of a wish about a key.</summary>
public abstract record KeyOutcome
{
    private KeyOutcome() { }

    /// <summary>There is a new secret; nobody can read it again.</summary>
    public sealed record Made(KeyRow Key, string Secret) : KeyOutcome;

    /// <summary>The key works no more.</summary>
    public sealed record Revoked : KeyOutcome;

    /// <summary>There is no such account or key.</summary>
    public sealed record NotFound : KeyOutcome;

    /// <summary>The account is closed, erased or about to be.</summary>
    public sealed record Closed : KeyOutcome;

    /// <summary>The moment at which it should expire is over.</summary>
    public sealed record Past : KeyOutcome;

    /// <summary>The key is revoked or expired.</summary>
    public sealed record Ended : KeyOutcome;

    /// <summary>It is the owner's key of the settings or the data folder, or has its name; that one is changed there.</summary>
    public sealed record OfSettings : KeyOutcome;
}
