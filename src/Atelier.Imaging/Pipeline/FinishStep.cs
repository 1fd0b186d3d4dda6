namespace Atelier.Imaging.Pipeline;

/// <summary>One part of the work on a picture; cancellation is looked at before each.</summary>
/// <param name="Name">For logs and tests, such as <c>thumb-256</c>.</param>
/// <param name="Run">Does the part.</param>
internal sealed record FinishStep(string Name, Action<FinishWork> Run);
