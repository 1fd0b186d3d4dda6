namespace Atelier.Client.Photos;

/// <summary>A photo that the service has, and the session it opened.</summary>
public sealed record PhotoUpload
{
    /// <summary>The session: what a picture is made from, and whose files can be fetched.</summary>
    public required string SessionId { get; init; }

    /// <summary>A signed address of the photo, for an hour; it may be relative to the base address.</summary>
    public required Uri FileUrl { get; init; }

    /// <summary>The name as sent, without a path.</summary>
    public required string FileName { get; init; }

    /// <summary>Bytes received.</summary>
    public required long FileSize { get; init; }

    /// <summary>When it was complete.</summary>
    public required DateTimeOffset UploadedAt { get; init; }
}
