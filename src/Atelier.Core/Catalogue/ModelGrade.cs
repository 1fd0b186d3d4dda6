namespace Atelier.Core.Catalogue;

/// <summary>How good a model is, for people; never a request field.</summary>
public enum ModelGrade
{
    Budget,
    Standard,
    Premium,
}
