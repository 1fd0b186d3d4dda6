namespace Atelier.Server.Generations;

/// <summary>A surplus or late picture: not charged. <c>POST …/candidates/{id}</c> puts it in the place of a delivered one.</summary>
/// <param name="Url">The original; the address works for a day.</param>
/// <param name="Placeholder">What to show until the picture is there.</param>
/// <param name="KeptUntil">When it is deleted unless it was chosen.</param>
internal sealed record CandidateView(
    Guid Id,
    string Url,
    string ThumbnailUrl,
    PlaceholderView Placeholder,
    int Width,
    int Height,
    long? Seed,
    string Model,
    string Provider,
    DateTimeOffset? KeptUntil
);
