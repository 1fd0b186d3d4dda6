using Atelier.Imaging.Painting.Styles;

namespace Atelier.Imaging.Filling;

/// <summary>
/// Brings what was filled to the light of what it meets: how far it missed the known rim is spread inwards, ever less, so that
/// no step stays where a sky or a wall goes on.
/// </summary>
internal static class Seam
{
    private const int Middle = 128;

    // Pixels inwards at which nothing of it is left, where the picture is a thousand large.
    private const float Inwards = 96f;

    public static void Close(Plane plane, PatchField field, byte[] depth, Rows rows)
    {
        if (field.Targets.Length == 0)
            return;

        var missed = PatchVote.Rim(plane, field, depth, rows);
        for (var at = 0; at < missed.Hole.Length; at++)
        {
            if (missed.Hole[at] == 0)
                missed.Pixels[at] = Apart(plane.Pixels[at], missed.Pixels[at]);
        }

        if (missed.Missing() == missed.Hole.Length)
            return;

        SmoothFill.Paint(missed);
        var reach = Math.Clamp(Inwards * MathF.Sqrt((float)plane.Width * plane.Height) / 1024f, 6f, 250f);
        rows.Each(
            plane.Height,
            () => 0,
            (y, _) =>
            {
                for (var at = y * plane.Width; at < (y + 1) * plane.Width; at++)
                {
                    if (plane.Hole[at] != 0 && depth[at] < reach)
                        plane.Pixels[at] = Add(plane.Pixels[at], missed.Pixels[at], 1f - (depth[at] / reach));
                }
            }
        );
    }

    private static uint Apart(uint wanted, uint made) =>
        Plane.Pack(
            Byte((byte)wanted - (byte)made + Middle),
            Byte((byte)(wanted >> 8) - (byte)(made >> 8) + Middle),
            Byte((byte)(wanted >> 16) - (byte)(made >> 16) + Middle),
            Middle
        );

    // Alpha stays as it was found: half a step in it would be seen more than a seam.
    private static uint Add(uint pixel, uint missed, float share) =>
        Plane.Pack(
            Add((byte)pixel, (byte)missed, share),
            Add((byte)(pixel >> 8), (byte)(missed >> 8), share),
            Add((byte)(pixel >> 16), (byte)(missed >> 16), share),
            (byte)(pixel >> 24)
        );

    private static int Add(byte value, byte missed, float share) =>
        Byte((int)MathF.Floor(value + ((missed - Middle) * share) + 0.5f));

    private static int Byte(int value) => Math.Clamp(value, 0, 255);
}
