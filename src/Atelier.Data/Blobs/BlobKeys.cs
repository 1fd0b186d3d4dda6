namespace Atelier.Data.Blobs;

/// <summary>Where the files of an image lie (requirement C-60).</summary>
public static class BlobKeys
{
    /// <summary>The first part of every such key.</summary>
    public const string Images = "images";

    /// <summary>The first part of the key of everything that belongs to a photo session (requirement B-09).</summary>
    public const string Sessions = "sessions";

    /// <summary>The first part of the key of what callers bring beside a request, such as masks.</summary>
    public const string Uploads = "uploads";

    /// <summary>The first part of the key of every spooled answer.</summary>
    public const string Spool = "spool";

    /// <summary>The first part of the key of what databases leave while they take a bucket.</summary>
    public const string Claims = "claims";

    public static string OfSpool(Guid attemptId, string part) => In(FolderOfSpool(attemptId), part);

    public static string OfImage(Guid generationId, Guid imageId, string fileName) =>
        In(FolderOfImage(generationId, imageId), fileName);

    /// <summary>The folder of a spooled answer.</summary>
    public static string FolderOfSpool(Guid attemptId) => $"{Spool}/{attemptId}";

    /// <summary>The folder of an image's files.</summary>
    public static string FolderOfImage(Guid generationId, Guid imageId) => $"{Images}/{generationId}/{imageId}";

    /// <summary>The folder of a picture that a caller brought beside a request.</summary>
    public static string FolderOfUpload(Guid imageId) => $"{Uploads}/{imageId}";

    /// <summary>The folder of a photo session: the upload lies in it, and a folder for each picture that was made.</summary>
    public static string FolderOfSession(Guid sessionId) => $"{Sessions}/{sessionId}";

    /// <summary>The folder of a picture that was made in a photo session.</summary>
    public static string FolderOfOutput(Guid sessionId, Guid imageId) => $"{Sessions}/{sessionId}/{imageId}";

    /// <summary>The key of a file in a folder.</summary>
    public static string In(string folder, string fileName) => $"{folder}/{fileName}";

    /// <summary>The id that the last part of a folder's key is.</summary>
    public static Guid IdOf(string folder) => Guid.Parse(folder.AsSpan(folder.LastIndexOf('/') + 1));
}
