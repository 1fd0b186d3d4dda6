namespace Atelier.Core.Catalogue;

/// <summary>What stands where a wire wants the address of a picture.</summary>
public enum WireAddress
{
    /// <summary>A signed address of ours, which the server must be able to reach.</summary>
    Url,

    /// <summary>The picture itself, as a <c>data:</c> address.</summary>
    Data,
}
