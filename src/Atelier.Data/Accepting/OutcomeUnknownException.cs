namespace Atelier.Data.Accepting;

/// <summary>The connection broke during the commit, and whether it took place could not be asked.</summary>
public sealed class OutcomeUnknownException(Guid generationId, Exception inner)
    : Exception($"Whether generation {generationId} was accepted is unknown.", inner)
{
    /// <summary>The generation that exists if it was.</summary>
    public Guid GenerationId { get; } = generationId;
}
