namespace Atelier.Core.Requests;

/// <summary>The light in a picture (requirement C-30).</summary>
public enum Lighting
{
    Natural,
    Studio,
    Dramatic,
    Soft,
}
