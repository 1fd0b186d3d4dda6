using Atelier.Imaging.Painting;
using Atelier.Imaging.Tests.Vips;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Imaging.Tests.Watermarking;

/// <summary>A page of marked pictures for people to look at: light, dark, busy and plain; tiny to huge.</summary>
internal sealed class ContactSheet
{
    internal const int Width = 1560;
    internal const int Height = 1350;

    private const int Column = 380;
    private const int Margin = 10;

    private readonly byte[] _page = [.. Enumerable.Repeat((byte)225, Width * Height * 3)];
    private readonly WatermarkFont _font = new(TestVips.Options);
    private readonly Watermark _mark;

    private ContactSheet() => _mark = new Watermark("Made with CodeLeonardo", _font);

    private static (string Name, Func<int, int, PixelBuffer> Paint)[] Motifs =>
        [
            ("light", (width, height) => Sky(width, height, 250)),
            ("dark", (width, height) => Sky(width, height, 18)),
            ("busy", Confetti),
            ("picture", (width, height) => Scene("a harbour town at noon with boats and clouds", width, height)),
        ];

    /// <summary>The page as JPEG. libvips must run.</summary>
    internal static byte[] Draw()
    {
        var sheet = new ContactSheet();
        sheet.DrawAll();
        using var page = VipsPicture.FromPixels(new PixelBuffer(Width, Height, 3, sheet._page));
        return page.SaveJpeg(74);
    }

    private void DrawAll()
    {
        for (var at = 0; at < Motifs.Length; at++)
        {
            var (name, paint) = Motifs[at];
            var x = Margin + at * (Column + Margin);
            Label($"{name}: corner of 1024 x 768, as it is", x, 8);
            Place(Corner(Marked(paint(1024, 768)), Column, 150), x, 26);
            Label("corner of 512 x 384", x, 186);
            Place(Corner(Marked(paint(512, 384)), Column, 110), x, 204);
            Label("240 x 180", x, 324);
            Place(Marked(paint(240, 180)), x, 342);
            Label("128 x 96", x + 250, 324);
            Place(Marked(paint(128, 96)), x + 250, 342);
            Label("36 x 24, 3 times", x + 250, 446);
            Place(Enlarged(Marked(paint(36, 24)), 3), x + 250, 464);
            Label("20 x 15 and 16 x 16, 8 times; 60 x 120", x, 546);
            Place(Enlarged(Marked(paint(20, 15)), 8), x, 564);
            Place(Enlarged(Marked(paint(16, 16)), 8), x + 170, 564);
            Place(Marked(paint(60, 120)), x + 308, 564);
            Label("380 x 60", x, 694);
            Place(Marked(paint(Column, 60)), x, 712);
        }

        var y = 806;
        foreach (var (at, (name, paint)) in new[] { (0, Motifs[3]), (1, Motifs[2]) })
        {
            var huge = Marked(paint(3840, 2160));
            var x = Margin + at * 2 * (Column + Margin);
            Label($"{name}: 3840 x 2160, whole and its corner as it is", x, y - 20);
            Place(Smaller(huge, 640, 360), x, y);
            Place(Corner(huge, 760, 160), x, y + 370);
        }
    }

    private PixelBuffer Marked(PixelBuffer pixels)
    {
        using var picture = VipsPicture.FromPixels(pixels);
        using var marked = _mark.PutOn(picture);
        return marked.ToPixels();
    }

    private static PixelBuffer Smaller(PixelBuffer pixels, int width, int height)
    {
        using var picture = VipsPicture.FromPixels(pixels);
        using var small = picture.Shrink(width, height);
        return small.ToPixels();
    }

    private static PixelBuffer Corner(PixelBuffer pixels, int width, int height) =>
        TestPixels.From(width, height, 3, (x, y) => pixels.At(pixels.Width - width + x, pixels.Height - height + y));

    private static PixelBuffer Enlarged(PixelBuffer pixels, int times) =>
        TestPixels.From(pixels.Width * times, pixels.Height * times, 3, (x, y) => pixels.At(x / times, y / times));

    private void Label(string text, int left, int top)
    {
        using var letters = WatermarkText.Draw(text, 12, _font.Path);
        var ink = letters.ToPixels();
        for (var y = 0; y < ink.Height; y++)
        for (var x = 0; x < ink.Width; x++)
        for (var band = 0; band < 3; band++)
            _page[((top + y) * Width + left + x) * 3 + band] -= (byte)(ink.Pixels[y * ink.Width + x] * 200 / 255);
    }

    private void Place(PixelBuffer pixels, int left, int top)
    {
        for (var y = 0; y < pixels.Height; y++)
            pixels
                .Pixels.AsSpan(y * pixels.Width * 3, pixels.Width * 3)
                .CopyTo(_page.AsSpan(((top + y) * Width + left) * 3));
    }

    private static PixelBuffer Sky(int width, int height, int light) =>
        TestPixels.From(
            width,
            height,
            3,
            (_, y) => [(byte)(light - 12 * y / height), (byte)(light - 8 * y / height), (byte)(light - 2 * y / height)]
        );

    // Squares of every colour with hard edges: the worst ground for letters.
    private static PixelBuffer Confetti(int width, int height)
    {
        var side = Math.Max(2, width / 90);
        return TestPixels.From(
            width,
            height,
            3,
            (x, y) =>
            {
                var square = (uint)((x / side * 73856093) ^ (y / side * 19349663)) * 2654435761u;
                return [(byte)(square >> 8), (byte)(square >> 16), (byte)(square >> 24)];
            }
        );
    }

    private static PixelBuffer Scene(string prompt, int width, int height)
    {
        // The painter has a least size; smaller ones are made from a larger picture.
        var painted = new ScenePainter().Paint(
            new PaintOrder(prompt, null, Math.Max(256, width), Math.Max(256, width) * height / width, 7),
            TestContext.Current.CancellationToken
        );
        return (painted.Width, painted.Height) == (width, height) ? painted : Smaller(painted, width, height);
    }
}
