namespace Atelier.Engine.Photos;

/// <summary>An upload with the session that it opened.</summary>
public sealed record KeptUpload(Guid SessionId, Guid ImageId, DateTimeOffset UploadedAt);
