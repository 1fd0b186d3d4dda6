namespace Atelier.Engine.Checking;

/// <summary>What happens to a picture that a check is not available for.</summary>
public enum ImageRule
{
    /// <summary>It is delivered, and its record says so.</summary>
    Available,

    /// <summary>It waits for a person.</summary>
    Required,
}
