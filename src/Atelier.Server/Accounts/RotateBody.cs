namespace Atelier.Server.Accounts;

/// <summary>How a key is rotated.</summary>
internal sealed class RotateBody
{
    /// <summary>Seconds that the old secret still works, 0 to 2592000 (30 days). The default is 0.</summary>
    public long? OverlapSeconds { get; set; }
}
