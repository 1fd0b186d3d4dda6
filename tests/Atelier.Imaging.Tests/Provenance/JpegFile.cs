using System.Buffers.Binary;
using System.Text;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>A reader of JPEG segments, up to the first scan.</summary>
internal static class JpegFile
{
    private const string XmpName = "http://ns.adobe.com/xap/1.0/\0";

    internal static IReadOnlyList<FileChunk> Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal([0xFF, 0xD8], file[..2].ToArray());
        Assert.Equal([0xFF, 0xD9], file[^2..].ToArray());
        var segments = new List<FileChunk>();
        for (var at = 2; ; )
        {
            Assert.Equal(0xFF, file[at]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            segments.Add(new FileChunk($"{file[at + 1]:X2}", file.Slice(at + 4, length - 2).ToArray()));
            if (file[at + 1] == 0xDA)
                return segments;
            at += 2 + length;
        }
    }

    /// <summary>The packet of the APP1 segment, which must be the only metadata and stand behind APP0.</summary>
    internal static byte[] Xmp(IReadOnlyList<FileChunk> segments)
    {
        var place = segments[0].Name == "E0" ? 1 : 0;
        Assert.Equal("E1", segments[place].Name);
        Assert.DoesNotContain(
            segments.Skip(place + 1),
            segment => segment.Name is "E0" or "E1" or "E2" or "ED" or "FE"
        );
        var content = segments[place].Content;
        Assert.Equal(XmpName, Encoding.ASCII.GetString(content, 0, XmpName.Length));
        return content[XmpName.Length..];
    }

    /// <summary>A segment as bytes.</summary>
    internal static byte[] Bytes(byte marker, byte[] content)
    {
        byte[] bytes = [0xFF, marker, 0, 0, .. content];
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(content.Length + 2));
        return bytes;
    }
}
