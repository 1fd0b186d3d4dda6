namespace Atelier.Core.Images;

/// <summary>What becomes of a picture whose ratio is not the one wanted.</summary>
public enum FitMode
{
    /// <summary>Scaled until it covers the size; what juts out is cropped where the eye misses it least.</summary>
    Cover,

    /// <summary>Scaled until it lies inside the size; the result is smaller than the size on one side.</summary>
    Contain,

    /// <summary>As contain, and the rest is filled with the colour of the edge: nothing is lost.</summary>
    Pad,
}
