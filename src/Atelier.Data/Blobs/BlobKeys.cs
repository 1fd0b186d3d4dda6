namespace Atelier.Data.Blobs;

/// <summary>Where the files of an image lie (requirement C-60).</summary>
public static class BlobKeys
{
    public static string OfImage(Guid generationId, Guid imageId, string fileName) =>
        $"images/{generationId}/{imageId}/{fileName}";
}
