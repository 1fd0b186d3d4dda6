using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>Pixels to add at each edge of a picture; what is left out is 0.</summary>
internal sealed class ExtendPart : BodyPart
{
    /// <summary>At the left.</summary>
    public int? Left { get; set; }

    /// <summary>At the right.</summary>
    public int? Right { get; set; }

    /// <summary>Above.</summary>
    public int? Top { get; set; }

    /// <summary>Below.</summary>
    public int? Bottom { get; set; }
}
