namespace Atelier.Server.Webhooks;

/// <summary>What is to be sent again.</summary>
internal sealed class RecoveryBody
{
    /// <summary>From when on, at most 30 days back: a time such as 2026-11-20T12:00:00Z.</summary>
    public string? Since { get; set; }
}
