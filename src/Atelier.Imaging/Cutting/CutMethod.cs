namespace Atelier.Imaging.Cutting;

/// <summary>How a subject is told from its background.</summary>
public enum CutMethod
{
    /// <summary>By a small trained network, whatever the background.</summary>
    Network,

    /// <summary>By colour, from the rims inwards: plain backgrounds only.</summary>
    Plain,
}
