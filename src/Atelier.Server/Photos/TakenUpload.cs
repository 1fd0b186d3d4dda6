using Atelier.Engine.Photos;

namespace Atelier.Server.Photos;

/// <summary>An upload that was kept.</summary>
/// <param name="Name">As sent, without path and control characters.</param>
/// <param name="Length">Bytes, as sent.</param>
internal sealed record TakenUpload(KeptUpload Kept, string Name, long Length);
