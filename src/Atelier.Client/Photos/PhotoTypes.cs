namespace Atelier.Client.Photos;

/// <summary>Types by the ends of names. The service looks at the bytes, and wants both to agree.</summary>
internal static class PhotoTypes
{
    public static string Of(string fileName) =>
        Path.GetExtension(fileName).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" => "image/jpeg",
            ".PNG" => "image/png",
            _ => "application/octet-stream",
        };
}
