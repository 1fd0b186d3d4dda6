namespace Atelier.Data.Blobs;

/// <summary>Where the files of an image lie (requirement C-60).</summary>
public static class BlobKeys
{
    /// <summary>The first part of every such key.</summary>
    public const string Images = "images";

    /// <summary>The first part of the key of every spooled answer.</summary>
    public const string Spool = "spool";

    public static string OfSpool(Guid attemptId, string part) => $"{Spool}/{attemptId}/{part}";

    public static string OfImage(Guid generationId, Guid imageId, string fileName) =>
        $"{Images}/{generationId}/{imageId}/{fileName}";
}
