namespace Atelier.Providers.ComfyUi;

/// <summary>A job that waits or runs.</summary>
/// <param name="Id">As the server has it.</param>
internal sealed record QueuedJob(string Id, bool Running);
