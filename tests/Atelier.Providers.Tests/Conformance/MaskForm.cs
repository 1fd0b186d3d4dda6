namespace Atelier.Providers.Tests.Conformance;

/// <summary>How a mask is said on a wire.</summary>
public enum MaskForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A PNG file that is transparent where to paint.</summary>
    Holes,

    /// <summary>A PNG file that is white where to paint, in three bands.</summary>
    White,

    /// <summary>The address of our own file that is white where to paint.</summary>
    Address,
}
