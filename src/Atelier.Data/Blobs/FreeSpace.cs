namespace Atelier.Data.Blobs;

/// <summary>What is free on the disk that a folder lies on.</summary>
internal static class FreeSpace
{
    /// <summary>Bytes that we may still write there; null where nobody can say.</summary>
    public static long? Of(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
