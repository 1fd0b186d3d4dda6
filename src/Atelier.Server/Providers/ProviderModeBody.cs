namespace Atelier.Server.Providers;

/// <summary>What an operator says of a provider.</summary>
internal sealed class ProviderModeBody
{
    /// <summary>on, draining or paused.</summary>
    public string? Mode { get; set; }

    /// <summary>For whoever reads it later, at most 200 characters.</summary>
    public string? Reason { get; set; }
}
