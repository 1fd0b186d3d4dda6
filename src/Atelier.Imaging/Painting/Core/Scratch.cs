using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>Row memory of one worker. A layer may use all of it, but nothing survives a call to another layer.</summary>
internal sealed class Scratch(int width)
{
    public float[] A { get; } = new float[width];

    public float[] B { get; } = new float[width];

    public float[] Coverage { get; } = new float[width + 2];

    public float[] Crossings { get; } = new float[512];

    public Vector3[] Row { get; } = new Vector3[width];

    /// <summary>The mirrored row; only water writes it, and water never lies behind water.</summary>
    public Vector3[] Mirror { get; } = new Vector3[width];
}
