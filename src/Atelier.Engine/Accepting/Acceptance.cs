using Atelier.Core.Limits;

namespace Atelier.Engine.Accepting;

/// <summary>The generation that answers a request.</summary>
/// <param name="Adopted">Whether it was begun by the same request before, whose answer got lost.</param>
public sealed record Acceptance(Guid GenerationId, bool Adopted = false)
{
    /// <summary>Whether it began with this request, and so uses what came with it.</summary>
    public bool Begun { get; init; }

    /// <summary>The limits that the request met, and what they leave; empty where it met none.</summary>
    public IReadOnlyList<LimitWindow> Limits { get; init; } = [];
}
