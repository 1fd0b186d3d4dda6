using System.Buffers.Binary;
using System.Text;
using Atelier.TestKit.Photos;

namespace Atelier.Server.Tests.Photos;

/// <summary>Files that no upload takes.</summary>
public static class BadFiles
{
    private const string WrongType = "Invalid file type. Only JPG and PNG are allowed.";
    private const string Malicious = "File contains potentially malicious content";

    public static TheoryData<string> All =>
        [
            "svg",
            "gif",
            "webp",
            "heic",
            "html",
            "empty",
            "undeclared",
            "png as jpeg",
            "jpeg as gif",
            "truncated",
            "head only",
            "bomb",
            "animated",
        ];

    internal static async Task<(byte[] Bytes, string? Type, string Code, string Message)> MakeAsync(string name)
    {
        var (bytes, type) = name switch
        {
            "svg" => (Encoding.UTF8.GetBytes("<svg onload='alert(1)'></svg>"), "image/png"),
            "gif" => ([.. "GIF89a"u8, .. new byte[40]], "image/png"),
            "webp" => ([.. "RIFF\x20\0\0\0WEBPVP8 "u8, .. new byte[40]], "image/webp"),
            "heic" => ([0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]], "image/jpeg"),
            "html" => (Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>"), "image/jpeg"),
            "empty" => ([], "image/jpeg"),
            "undeclared" => (await PhotoBytes.JpegAsync(), null),
            "png as jpeg" => (PhotoBytes.Png(), "image/jpeg"),
            "jpeg as gif" => (await PhotoBytes.JpegAsync(), "image/gif"),
            "truncated" => ((await PhotoBytes.JpegAsync(400, 300))[..^900], "image/jpg"),
            "head only" => ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
            "bomb" => (Bomb(), "image/png"),
            "animated" => (Animated(), (string?)"image/png"),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
        return name is "truncated" or "head only" or "bomb" or "animated"
            ? (bytes, type, "MALICIOUS_FILE", Malicious)
            : (bytes, type, "INVALID_FILE_TYPE", WrongType);
    }

    // Says that it has 30,000 x 30,000 pixels.
    private static byte[] Bomb()
    {
        var png = PhotoBytes.Png();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), 30_000);
        return png;
    }

    // An APNG of two frames: the chunk that says so stands in front of the pixels.
    private static byte[] Animated()
    {
        var png = PhotoBytes.Png();
        byte[] control = [0, 0, 0, 8, .. "acTL"u8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0];
        return [.. png[..33], .. control, .. png[33..]];
    }
}
