namespace Atelier.Data.Events;

/// <summary>Which generations of an account are watched; null is all of them.</summary>
public sealed record ProgressFilter(Guid? GenerationId, string? PresentationId)
{
    /// <summary>All of the account's.</summary>
    public static readonly ProgressFilter All = new(null, null);

    /// <summary>Whether a row is watched.</summary>
    public bool Takes(ProgressRow row) =>
        (GenerationId is null || row.GenerationId == GenerationId)
        && (PresentationId is null || row.PresentationId == PresentationId);
}
