namespace Atelier.Engine.Sources;

/// <summary>With which look an image is given to whoever makes something of it.</summary>
public enum SourceLook
{
    /// <summary>As its owner sees it: with the mark, where it has one.</summary>
    Shown,

    /// <summary>Without the mark.</summary>
    Clean,
}
