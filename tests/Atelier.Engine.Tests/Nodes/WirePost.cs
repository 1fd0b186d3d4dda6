namespace Atelier.Engine.Tests.Nodes;

/// <summary>A POST as a test wire got it.</summary>
/// <param name="Pictures">Slots it was for.</param>
internal sealed record WirePost(Guid AttemptId, string Model, string Prompt, int Pictures, Uri? Callback);
