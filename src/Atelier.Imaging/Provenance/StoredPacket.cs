using Atelier.Core.Images;

namespace Atelier.Imaging.Provenance;

/// <summary>The XMP packet of a file we have written.</summary>
internal static class StoredPacket
{
    // Our writer escapes these brackets everywhere else, so the element can be found as bytes.
    private static ReadOnlySpan<byte> PromptStart => "<Iptc4xmpExt:AIPromptInformation>"u8;

    private static ReadOnlySpan<byte> PromptEnd => "</Iptc4xmpExt:AIPromptInformation>"u8;

    /// <summary>The packet without its prompt, which is published in stored files only; empty where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is not of that format, or is cut short.</exception>
    internal static byte[] ReadWithoutPrompt(ReadOnlySpan<byte> file, ImageFormat format)
    {
        var packet = format switch
        {
            ImageFormat.Png => PngXmp.Find(file),
            ImageFormat.Jpeg => JpegXmp.Find(file),
            ImageFormat.Webp => WebpXmp.Find(file),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown image format."),
        };
        return CutPrompt(packet);
    }

    private static byte[] CutPrompt(ReadOnlySpan<byte> packet)
    {
        var start = packet.IndexOf(PromptStart);
        if (start < 0)
            return packet.ToArray();
        var length = packet[start..].IndexOf(PromptEnd);
        return length < 0
            ? throw new InvalidDataException("The XMP packet is cut short.")
            : [.. packet[..start], .. packet[(start + length + PromptEnd.Length)..]];
    }
}
