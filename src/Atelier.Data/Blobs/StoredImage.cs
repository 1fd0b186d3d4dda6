namespace Atelier.Data.Blobs;

/// <summary>An image as the files know it, whether or not a row does.</summary>
public sealed record StoredImage(Guid GenerationId, Guid ImageId);
