using System.Numerics;

namespace Atelier.Imaging.Painting.Core;

/// <summary>The colours of one scene, after time of day, season, weather, tints and style.</summary>
internal sealed class Palette
{
    public Vector3 Zenith { get; set; }

    public Vector3 Middle { get; set; }

    public Vector3 Horizon { get; set; }

    /// <summary>What distance fades to.</summary>
    public Vector3 Haze { get; set; }

    /// <summary>Sunlight or moonlight on surfaces.</summary>
    public Vector3 Light { get; set; }

    /// <summary>What light leaves of a surface's own colour.</summary>
    public Vector3 Ambient { get; set; } = Vector3.One;

    public Vector3 CloudLit { get; set; }

    public Vector3 CloudShade { get; set; }

    public Vector3 Sun { get; set; }

    public Vector3 Rock { get; set; }

    public Vector3 Snow { get; set; }

    public Vector3 Grass { get; set; }

    public Vector3 Sand { get; set; }

    public Vector3 Foliage { get; set; }

    public Vector3 FoliageAlt { get; set; }

    public Vector3 Water { get; set; }

    public Vector3 Wall { get; set; }

    public Vector3 Accent { get; set; }

    /// <summary>0 day to 1 night.</summary>
    public float Darkness { get; set; }

    /// <summary>A surface colour of no fixed place (a sail, a fox) in the light of this scene.</summary>
    public Vector3 Lit(Vector3 own) => Colour.Limit(own * Ambient);

    /// <summary>A surface seen through air; distance 0 is here, 1 the horizon.</summary>
    public Vector3 Far(Vector3 own, float distance) => Colour.Mix(own, Haze, Curve.Unit(distance));
}
