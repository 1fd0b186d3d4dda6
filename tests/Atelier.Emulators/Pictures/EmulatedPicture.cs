using System.Security.Cryptography;
using System.Text;

namespace Atelier.Emulators.Pictures;

/// <summary>The pictures the emulators send: the same job and part always give the same bytes.</summary>
public static class EmulatedPicture
{
    /// <summary>A PNG whose colours and tiles come from the job and the part; with <paramref name="transparent"/> every other tile is clear.</summary>
    public static byte[] Paint(string job, string part, int width, int height, bool transparent = false)
    {
        var look = SHA256.HashData(Encoding.UTF8.GetBytes($"{job}/{part}"));
        var tile = 8 + (look[6] % 25);
        var channels = transparent ? 4 : 3;
        var rows = new byte[((width * channels) + 1) * height];
        var row = new byte[width * channels];
        for (var y = 0; y < height; y++)
        {
            FillRow(row, y, tile, channels, look);
            // The Sub filter: smooth rows become runs of equal bytes, which pack well.
            var target = rows.AsSpan(y * (row.Length + 1), row.Length + 1);
            target[0] = 1;
            for (var i = 0; i < row.Length; i++)
            {
                target[i + 1] = (byte)(row[i] - (i < channels ? 0 : row[i - channels]));
            }
        }

        return Png.Encode(width, height, transparent, rows);
    }

    /// <summary>The largest size of that shape whose edges stay within <paramref name="longest"/>; never larger than asked.</summary>
    public static (int Width, int Height) Fit(int width, int height, int longest)
    {
        var edge = Math.Max(width, height);
        return edge <= longest
            ? (width, height)
            : (Math.Max(1, width * longest / edge), Math.Max(1, height * longest / edge));
    }

    private static void FillRow(byte[] row, int y, int tile, int channels, byte[] look)
    {
        for (int x = 0, i = 0; i < row.Length; x++, i += channels)
        {
            var odd = ((x / tile) + (y / tile)) % 2;
            var colour = look.AsSpan(odd * 3, 3);
            row[i] = (byte)(colour[0] + (x / 8));
            row[i + 1] = (byte)(colour[1] + (y / 8));
            row[i + 2] = colour[2];
            if (channels == 4)
            {
                row[i + 3] = (byte)(odd == 0 ? 255 : 0);
            }
        }
    }
}
