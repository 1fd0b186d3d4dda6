namespace Atelier.Client.Photos;

/// <summary>A step of a task that somebody waits for.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Percent">Pending 10, running 50 and more, completed 100, failed 0; it never falls while the task runs.</param>
/// <param name="Stage">What is being done, such as model_inference; null where the service was asked instead of listened to.</param>
public sealed record PhotoProgress(string TaskId, PhotoState State, int Percent, string? Stage);
