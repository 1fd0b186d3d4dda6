using System.Buffers.Binary;
using System.Text;
using Atelier.Imaging.Tests.Provenance;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Reading;

/// <summary>JPEG files in the colours and with the segments a test wants. libvips must run.</summary>
internal static class MadeJpeg
{
    /// <param name="space">What libvips calls it: <c>srgb</c> or <c>b-w</c>.</param>
    internal static byte[] Write(PixelBuffer picture, string space = "srgb", bool progressive = false)
    {
        using var pixels = VipsPicture.FromPixels(picture);
        using var convert = new VipsOperation("colourspace").Set("in", pixels).Set("space", space);
        using var converted = convert.Run().GetPicture("out");
        return Save(converted, progressive);
    }

    /// <param name="inks">Four bands: cyan, magenta, yellow, black; 255 is full ink.</param>
    internal static byte[] WriteCmyk(PixelBuffer inks, bool progressive = false)
    {
        using var pixels = VipsPicture.FromPixels(inks);
        using var name = new VipsOperation("copy").Set("in", pixels).Set("interpretation", "cmyk");
        using var named = name.Run().GetPicture("out");
        return Save(named, progressive);
    }

    internal static byte[] WithSegment(byte[] file, byte marker, byte[] content) =>
        [.. file[..2], .. JpegFile.Bytes(marker, content), .. file[2..]];

    internal static byte[] WithOrientation(byte[] file, byte orientation) =>
        WithSegment(file, 0xE1, [.. Encoding.ASCII.GetBytes("Exif\0\0"), .. Exif(orientation)]);

    internal static byte[] WithProfile(byte[] file, byte[] profile) =>
        WithSegment(file, 0xE2, [.. Encoding.ASCII.GetBytes("ICC_PROFILE\0"), 1, 1, .. profile]);

    /// <summary>The file without its segments of that marker, as far as the first scan.</summary>
    internal static byte[] WithoutSegments(byte[] file, byte marker)
    {
        List<byte> kept = [.. file[..2]];
        var at = 2;
        while (file[at + 1] != 0xDA)
        {
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (file[at + 1] != marker)
                kept.AddRange(file[at..(at + length)]);
            at += length;
        }

        return [.. kept, .. file[at..]];
    }

    /// <summary>Where the marker of the frame header stands.</summary>
    internal static int FramePlace(byte[] file) => Place(file, 0xC0, 0xC1, 0xC2);

    /// <summary>Where the first of these markers stands, as far as the first scan.</summary>
    internal static int Place(byte[] file, params byte[] markers)
    {
        var at = 2;
        while (!markers.Contains(file[at + 1]))
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
        return at;
    }

    /// <summary>The file with other sides in its frame header.</summary>
    internal static byte[] WithSides(byte[] file, int width, int height)
    {
        var changed = file.ToArray();
        var at = FramePlace(file);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(at + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(at + 7), (ushort)width);
        return changed;
    }

    /// <summary>A TIFF directory whose one entry is the orientation.</summary>
    internal static byte[] Exif(byte orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    private static byte[] Save(VipsPicture picture, bool progressive)
    {
        using var save = new VipsOperation("jpegsave_buffer")
            .Set("in", picture)
            .Set("Q", 95)
            .Set("interlace", progressive)
            .Set("subsample_mode", "off");
        return save.Run().GetBytes("buffer");
    }
}
