namespace Atelier.Emulators.Pictures;

/// <summary>Which kind of file bytes are, by how they begin.</summary>
internal static class ImageKind
{
    /// <summary>png, jpeg, webp or null.</summary>
    public static string? Of(ReadOnlySpan<byte> file) =>
        file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "png",
            [0xFF, 0xD8, 0xFF, ..] => "jpeg",
            _ when file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) => "webp",
            _ => null,
        };
}
