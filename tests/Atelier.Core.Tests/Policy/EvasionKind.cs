namespace Atelier.Core.Tests.Policy;

/// <summary>How a prompt hides its words; where it does so in several ways, the first of these.</summary>
internal enum EvasionKind
{
    /// <summary>Characters that are not seen stand between letters.</summary>
    ZeroWidth,

    /// <summary>Letters are replaced by others that look like them, or carry marks.</summary>
    Homoglyph,

    /// <summary>Digits and signs stand for letters.</summary>
    Leetspeak,

    /// <summary>Words are pulled apart.</summary>
    Spacing,

    /// <summary>Words are run together, turned round, drawn out or misspelt.</summary>
    Other,
}
