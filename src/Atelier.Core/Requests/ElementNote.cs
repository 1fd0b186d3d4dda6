namespace Atelier.Core.Requests;

/// <summary>What the presentation doors keep of a request, to answer in its words and to make it anew.</summary>
/// <param name="Style">Of the five of presentations.</param>
/// <param name="AspectRatio">A ratio of the size table, or <c>custom</c>.</param>
public sealed record ElementNote(string Style, string AspectRatio)
{
    /// <summary>The element that the picture fills; null where nobody said.</summary>
    public ElementGrid? Grid { get; init; }

    /// <summary>The generation that this one makes anew; null for a first one.</summary>
    public Guid? RegeneratedFrom { get; init; }
}
