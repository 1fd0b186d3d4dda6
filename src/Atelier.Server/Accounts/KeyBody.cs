namespace Atelier.Server.Accounts;

/// <summary>A key to be made.</summary>
internal sealed class KeyBody
{
    /// <summary>1 to 100 characters, for people.</summary>
    public string? Name { get; set; }

    /// <summary>What it may do. generate includes read.</summary>
    public List<string>? Scopes { get; set; }

    /// <summary>Seconds until it stops working, 60 to 315360000.</summary>
    public long? ExpiresInSeconds { get; set; }

    /// <summary>Or the moment, as in 2027-01-31T12:00:00Z. Without either it never stops.</summary>
    public string? ExpiresAt { get; set; }
}
