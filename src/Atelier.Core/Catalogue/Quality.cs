namespace Atelier.Core.Catalogue;

/// <summary>The resolution of a picture, which also sets its price (requirements C-24 and C-50).</summary>
public enum Quality
{
    Draft,
    Standard,
    High,
    Ultra,
}
