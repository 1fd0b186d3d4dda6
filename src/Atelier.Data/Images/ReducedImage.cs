using Atelier.Core.Images;

namespace Atelier.Data.Images;

/// <summary>A picture of which only thumbnails stay.</summary>
/// <param name="Names">The files that go, as they are named in the folder.</param>
public sealed record ReducedImage(Guid Id, string Folder, IReadOnlyList<string> Names)
{
    private static readonly HashSet<string> Small =
    [
        .. new[] { Rendition.Thumb128, Rendition.Thumb256, Rendition.Thumb512, Rendition.Placeholder }.Select(name =>
            name.WireName()
        ),
    ];

    /// <summary>Whether the file of this name, as the wire has it, stays.</summary>
    public static bool Stays(string name) => Small.Contains(name);
}
