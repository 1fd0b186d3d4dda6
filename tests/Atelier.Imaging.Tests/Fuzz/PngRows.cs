using System.IO.Compression;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Tests.Reading;

namespace Atelier.Imaging.Tests.Fuzz;

/// <summary>Changes what is packed in a PNG and packs it again: spoilt packed bytes end in the unpacking, these do not.</summary>
internal static class PngRows
{
    internal static byte[] Change(byte[] file, Action<List<byte>> change)
    {
        var chunks = PngFile.Read(file);
        var rows = Unpack([.. chunks.Where(IsPixels).SelectMany(chunk => chunk.Content)]).ToList();
        change(rows);
        return
        [
            .. MadePng.Signature,
            .. chunks.TakeWhile(chunk => !IsPixels(chunk)).SelectMany(Bytes),
            .. PngFile.Bytes("IDAT", MadePng.Packed([.. rows])),
            .. chunks.SkipWhile(chunk => !IsPixels(chunk)).Where(chunk => !IsPixels(chunk)).SelectMany(Bytes),
        ];
    }

    private static bool IsPixels(FileChunk chunk) => chunk.Name == "IDAT";

    private static byte[] Bytes(FileChunk chunk) => PngFile.Bytes(chunk.Name, chunk.Content);

    private static byte[] Unpack(byte[] packed)
    {
        using var bytes = new MemoryStream(packed);
        using var stream = new ZLibStream(bytes, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        stream.CopyTo(rows);
        return rows.ToArray();
    }
}
