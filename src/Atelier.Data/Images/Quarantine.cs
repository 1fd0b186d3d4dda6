namespace Atelier.Data.Images;

/// <summary>Why a picture may not be shown; one without such a word may be.</summary>
internal static class Quarantine
{
    /// <summary>A person has yet to decide.</summary>
    public const string Parked = "parked";

    /// <summary>It never will be shown, and goes when it expires.</summary>
    public const string Held = "held";
}
