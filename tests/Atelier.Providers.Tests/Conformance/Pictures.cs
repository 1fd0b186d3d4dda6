using System.Security.Cryptography;
using Atelier.Imaging;
using Atelier.Providers.Answers;
using Atelier.Providers.Pictures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>The caller's pictures in the suite: small files, and a mask whose left half is to be painted.</summary>
internal static class Pictures
{
    public const int Side = 512;

    /// <summary>What callers get who say nothing of it.</summary>
    public const double UsualStrength = 0.8;

    public static PixelBuffer Source => TestPictures.Plain(Side, Side, 200, 120, 40);

    /// <summary>White on the left, black on the right.</summary>
    public static PixelBuffer Mask => Halves(3, left: byte.MaxValue, right: 0);

    /// <summary>The SHA-256 of the mask's file in this form.</summary>
    public static string MaskSha(MaskForm form) =>
        Sha(
            PngFile.Encode(
                form == MaskForm.Holes ? Halves(4, left: 0, right: byte.MaxValue) : Mask,
                CancellationToken.None
            )
        );

    public static string Sha(EncodedPicture picture) => Sha(picture.Bytes.ToArray());

    public static string Sha(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static PixelBuffer Halves(int bands, byte left, byte right)
    {
        var picture = TestPictures.Plain(Side, Side, [.. Enumerable.Repeat(right, bands)]);
        for (var y = 0; y < Side; y++)
        {
            picture.Pixels.AsSpan(y * Side * bands, Side / 2 * bands).Fill(left);
        }

        return picture;
    }
}
