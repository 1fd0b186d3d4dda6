using System.Security.Cryptography;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Tests.Serving;

/// <summary>Facts of a picture file.</summary>
internal static class Pixels
{
    public static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    public static (int Width, int Height) Size(byte[] file)
    {
        var header = Png.ReadHeader(file);
        Assert.NotNull(header);
        return (header.Value.Width, header.Value.Height);
    }
}
