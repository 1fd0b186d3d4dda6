namespace Atelier.Core.Catalogue;

/// <summary>What a mask looks like where the picture is painted anew.</summary>
public enum WireMask
{
    /// <summary>The server takes no mask, so it fills and grows nothing.</summary>
    None,
    Transparent,
    White,
}
