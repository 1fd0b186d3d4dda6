using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Reading;

/// <summary>Brings any colours a file may have to 8-bit sRGB; alpha stays.</summary>
internal static class SrgbConversion
{
    /// <summary>The picture with its pixels not computed yet.</summary>
    internal static VipsPicture Convert(VipsPicture picture)
    {
        using var managed = TryApplyProfile(picture);
        using var convert = new VipsOperation("colourspace").Set("in", managed ?? picture).Set("space", "srgb");
        return convert.Run().GetPicture("out");
    }

    private static VipsPicture? TryApplyProfile(VipsPicture picture)
    {
        if (LibVips.FieldType(picture.Handle, LibVips.ProfileField) == 0)
            return null;

        // Deep pictures stay deep here, or libvips 8.14 would leave their alpha at 16 bits.
        var depth = LibVips.Format(picture.Handle) == LibVips.FormatTwoBytes ? 16 : 8;
        try
        {
            using var transform = new VipsOperation("icc_transform")
                .Set("in", picture)
                .Set("output_profile", "srgb")
                .Set("embedded", true)
                .Set("intent", "perceptual")
                .Set("depth", depth);
            return transform.Run().GetPicture("out");
        }
        catch (VipsException)
        {
            // A broken profile says nothing about the pixels; viewers ignore it too.
            return null;
        }
    }
}
