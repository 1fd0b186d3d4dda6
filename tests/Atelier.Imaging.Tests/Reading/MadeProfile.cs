using System.Buffers.Binary;
using System.Text;

namespace Atelier.Imaging.Tests.Reading;

/// <summary>ICC profiles written by hand: sRGB's colours with linear light, so that every middle tone moves.</summary>
internal static class MadeProfile
{
    private const int HeaderSize = 128;

    internal static byte[] LinearRgb()
    {
        var curve = (byte[])[.. "curv"u8, .. new byte[8]];
        return Write(
            ("wtpt", Colour(0.9642, 1, 0.8249)),
            ("rXYZ", Colour(0.4361, 0.2225, 0.0139)),
            ("gXYZ", Colour(0.3851, 0.7169, 0.0971)),
            ("bXYZ", Colour(0.1431, 0.0606, 0.7141)),
            ("rTRC", curve),
            ("gTRC", curve),
            ("bTRC", curve)
        );
    }

    /// <summary>A profile that is <c>rubbish</c>, <c>cut</c>, for <c>cmyk</c>, or has <c>no tags</c> or <c>false tags</c>.</summary>
    internal static byte[] Broken(string kind)
    {
        var whole = LinearRgb();
        switch (kind)
        {
            case "rubbish":
                return [.. Enumerable.Repeat((byte)'x', whole.Length)];
            case "cut":
                return whole[..^40];
            case "cmyk":
                "CMYK"u8.CopyTo(whole.AsSpan(16));
                return whole;
            case "no tags":
                return Write();
            case "false tags":
                // The table stays good, so a reader finds out only when it wants the colours.
                whole.AsSpan(HeaderSize + 4 + 12 * 7).Fill((byte)'x');
                return whole;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind.");
        }
    }

    /// <summary>What sRGB calls a share of full light, in 8 bits.</summary>
    internal static byte Encoded(double light) =>
        (byte)Math.Round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055));

    private static byte[] Write(params (string Name, byte[] Content)[] tags)
    {
        List<byte> table = [.. Number(tags.Length)];
        List<byte> contents = [];
        var start = HeaderSize + 4 + 12 * tags.Length;
        foreach (var (name, content) in tags)
        {
            table.AddRange([
                .. Encoding.ASCII.GetBytes(name),
                .. Number(start + contents.Count),
                .. Number(content.Length),
            ]);
            contents.AddRange(content);
        }

        byte[] profile = [.. Header(), .. table, .. contents];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        return profile;
    }

    private static byte[] Header()
    {
        var header = new byte[HeaderSize];
        Number(0x02400000).CopyTo(header, 8);
        "mntrRGB XYZ "u8.CopyTo(header.AsSpan(12));
        "acsp"u8.CopyTo(header.AsSpan(36));
        Colour(0.9642, 1, 0.8249).AsSpan(8).CopyTo(header.AsSpan(68));
        return header;
    }

    private static byte[] Colour(double x, double y, double z) =>
        [.. "XYZ "u8, .. new byte[4], .. Fixed(x), .. Fixed(y), .. Fixed(z)];

    private static byte[] Fixed(double value) => Number((int)Math.Round(value * 65536));

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
