namespace Atelier.Server.Presentations;

/// <summary>Where the presentation doors are.</summary>
internal static class DeckDoors
{
    public const string Image = "/api/ai/image";

    public const string Presentations = "/api/presentations";

    /// <summary>Whether a path belongs to them, so that its errors have their envelope.</summary>
    public static bool Has(PathString path) =>
        path.StartsWithSegments(Image, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(Presentations, StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a generation's state is asked for.</summary>
    public static string AddressOf(Guid generationId) => $"{Image}/generations/{generationId}";
}
