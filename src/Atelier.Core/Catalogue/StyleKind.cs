namespace Atelier.Core.Catalogue;

/// <summary>Where a style comes from: what it looks like, what it is for, or what a photo is turned into.</summary>
public enum StyleKind
{
    Visual,
    Use,
    Transfer,
}
