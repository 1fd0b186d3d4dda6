namespace Atelier.Data.Photos;

/// <summary>A picture that was made in a session.</summary>
/// <param name="Style">The style it was made in; null when none was asked for.</param>
public sealed record PhotoOutput(Guid ImageId, string? Style);
