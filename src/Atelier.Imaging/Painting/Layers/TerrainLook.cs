using System.Numerics;

namespace Atelier.Imaging.Painting.Layers;

/// <summary>How land between its outline and the row where the next layer begins is filled.</summary>
internal sealed record TerrainLook
{
    public required Vector3 Crest { get; init; }

    /// <summary>Colour <see cref="Depth"/> units below the outline: haze for far ridges, shade for near ground.</summary>
    public required Vector3 Foot { get; init; }

    public float Depth { get; init; } = 0.2f;

    /// <summary>Strength of the texture.</summary>
    public float Relief { get; init; }

    /// <summary>How much darker the side away from the light is.</summary>
    public float Slope { get; init; }

    /// <summary>Texture cells per unit, across and down.</summary>
    public float GrainU { get; init; } = 8f;

    public float GrainV { get; init; } = 5f;

    /// <summary>Sharp edges in the texture, as of rock.</summary>
    public bool Ridged { get; init; }

    /// <summary>Texture grows towards the viewer.</summary>
    public bool Perspective { get; init; }

    public Vector3 Light { get; init; }

    public Vector3 Snow { get; init; }

    /// <summary>Row above which snow lies; below zero is none.</summary>
    public float SnowLine { get; init; } = -1f;

    /// <summary>Two tones instead of a soft texture.</summary>
    public bool Flat { get; init; }
}
