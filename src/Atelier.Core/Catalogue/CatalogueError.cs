namespace Atelier.Core.Catalogue;

/// <summary>One thing that is wrong in a catalogue file.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Message">Names the path of the value, what is wrong, and what is allowed.</param>
public sealed record CatalogueError(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}
