namespace Atelier.Core.Catalogue;

/// <summary>Marks in a prompt that a server reads as commands.</summary>
public enum WireWords
{
    /// <summary>A stroke begins the negative prompt.</summary>
    Stroke,

    /// <summary><c>sd_cpp_extra_args</c> in angle brackets holds settings.</summary>
    SdcppArgs,

    /// <summary><c>name:value</c> in angle brackets loads a network.</summary>
    Networks,
}
