using Atelier.Core.Requests;
using Atelier.Data.Generations;
using Atelier.Engine.Accepting;

namespace Atelier.Server.Presentations;

/// <summary>A request of a presentation door, ready to be accepted.</summary>
internal sealed record DeckOrder(ImageRequest Request, ElementPlace Place)
{
    /// <summary>Whether it makes anew what was made before.</summary>
    public bool Regenerates { get; init; }

    /// <summary>What the caller named in <c>options.provider</c>; null where it left the choice to us.</summary>
    public string? Named { get; init; }

    /// <summary>A mask that was kept for it, to be forgotten where it is not accepted.</summary>
    public Guid? Mask { get; init; }

    public DeckIntake Intake => new(Place, Regenerates);
}
