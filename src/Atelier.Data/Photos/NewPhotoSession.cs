using Atelier.Data.Accepting;
using Atelier.Data.Images;

namespace Atelier.Data.Photos;

/// <summary>A session that an upload opens.</summary>
/// <param name="Id">A random UUID of version 4; its folder has the name.</param>
/// <param name="Input">The picture, its file already stored.</param>
/// <param name="Client">The address as that day's keyed hash; null without one.</param>
/// <param name="Idle">How long it lives without activity.</param>
public sealed record NewPhotoSession(Guid Id, Guid AccountId, NewImage Input, byte[]? Client, TimeSpan Idle)
{
    /// <summary>The caller's name for the upload; null when it gave none.</summary>
    public Idempotency? Idempotency { get; init; }
}
