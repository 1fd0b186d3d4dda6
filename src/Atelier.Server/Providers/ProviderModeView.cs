namespace Atelier.Server.Providers;

/// <summary>What an operator said of a provider.</summary>
/// <param name="Mode">on, draining or paused.</param>
/// <param name="Waiting">Generations that wait for their turn there; missing while it is on.</param>
/// <param name="Running">Calls under way there, and such whose outcome nobody knows; missing while it is on.</param>
internal sealed record ProviderModeView(
    string Provider,
    string Mode,
    string? Reason,
    DateTimeOffset? Since,
    int? Waiting,
    int? Running
);
