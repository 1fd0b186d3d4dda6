namespace Atelier.Data.Blobs;

/// <summary>What a bucket is told about a file beside its bytes; a folder has no place for it.</summary>
/// <param name="ContentType">A media type, such as image/webp.</param>
public sealed record BlobFacts(string ContentType)
{
    /// <summary>The name in <see cref="Metadata"/> of the moment of the upload; a bucket adds it where it is missing.</summary>
    public const string UploadedAt = "uploadedAt";

    /// <summary>The name in <see cref="Metadata"/> of the photo session that a file belongs to.</summary>
    public const string SessionId = "sessionId";

    /// <summary>Bytes that nobody is served.</summary>
    public static BlobFacts Unnamed { get; } = new("application/octet-stream");

    /// <summary>Those of a file that may belong to a photo session.</summary>
    public static BlobFacts Of(string contentType, Guid? sessionId) =>
        sessionId is { } id
            ? new(contentType) { Metadata = new Dictionary<string, string> { [SessionId] = $"{id}" } }
            : new(contentType);

    /// <summary>Further facts by name: letters and values of plain ASCII.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
