namespace Atelier.Data.Known;

/// <summary>A picture that must not be delivered.</summary>
/// <param name="Hash">Its perceptual hash.</param>
/// <param name="Label">What the operator calls it.</param>
public sealed record KnownPicture(Guid Id, long Hash, string Label, DateTimeOffset CreatedAt);
