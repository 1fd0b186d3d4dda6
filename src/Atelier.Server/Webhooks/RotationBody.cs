namespace Atelier.Server.Webhooks;

/// <summary>How a secret is rotated.</summary>
internal sealed class RotationBody
{
    /// <summary>How long the old secret signs beside the new one, 0 to 604800; 86400, a day, by default. 0 ends every old one at once.</summary>
    public int? OverlapSeconds { get; set; }
}
