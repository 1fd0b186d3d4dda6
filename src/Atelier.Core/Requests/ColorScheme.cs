namespace Atelier.Core.Requests;

/// <summary>The colours of a whole picture (requirement C-29).</summary>
public enum ColorScheme
{
    Warm,
    Cool,
    Neutral,
    Vibrant,
}
