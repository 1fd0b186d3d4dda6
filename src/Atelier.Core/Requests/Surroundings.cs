namespace Atelier.Core.Requests;

/// <summary>What a picture stands among, in the caller's words. It enters the prompt only where the caller says so (requirement C-33).</summary>
/// <param name="Presentation">Title of the deck.</param>
/// <param name="Slide">Title of the slide.</param>
/// <param name="Theme">Theme of the deck.</param>
public sealed record Surroundings(string? Presentation, string? Slide, string? Theme)
{
    /// <summary>Each that there is.</summary>
    public IEnumerable<string> Texts() => new[] { Presentation, Slide, Theme }.OfType<string>();
}
