using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Atelier.Emulators.Pictures;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Imaging.Vips;
using Atelier.Imaging.Watermarking;

namespace Atelier.Bench.Photos.Pictures;

/// <summary>
/// Plays a model that restyles: the picture that a wire was sent last, in a colour of the first words that came with it, with these
/// words on it and a frame of the wire. So what comes back shows which picture and which words arrived there.
/// </summary>
internal sealed partial class SourcePainter(HttpClient http, IReadOnlyList<string> wires) : IPicturePainter
{
    /// <summary>The frame is so many times thinner than the picture is wide.</summary>
    public const int Margin = 24;

    /// <summary>The bar with the words takes so much of the height above the frame.</summary>
    public const double Bar = 0.15;

    private const int Words = 30;

    private readonly PictureReader _reader = new(new PictureReaderOptions());
    private readonly WatermarkFont _font = new(new VipsOptions());
    private readonly ConcurrentDictionary<string, PixelBuffer> _sources = [];
    private readonly ConcurrentDictionary<string, string> _prompts = [];
    private readonly ConcurrentDictionary<string, (int Width, int Height)> _painted = [];

    /// <summary>What a wire was told last, by its first words.</summary>
    public string PromptOf(string wire) => _prompts.GetValueOrDefault(wire, "");

    /// <summary>The size that a wire painted last.</summary>
    public (int Width, int Height) PaintedBy(string wire) => _painted.GetValueOrDefault(wire);

    /// <summary>Forgets what came before.</summary>
    public void Forget() => _sources.Clear();

    public async Task ReceiveAsync(string wire, string prompt, byte[] body, IReadOnlyList<byte[]> files)
    {
        if (prompt.Length > 0)
        {
            var words = Address().Replace(prompt, "").Trim();
            _prompts[wire] = words.Length > Words ? words[..words.LastIndexOf(' ', Words)].TrimEnd(',') : words;
        }

        foreach (var file in files.Count > 0 ? files : await InsideAsync(body))
        {
            try
            {
                _sources[wire] = await _reader.ReadAsync(file, CancellationToken.None);
                return;
            }
            catch (UnreadablePictureException)
            {
                // A field of words.
            }
        }
    }

    public byte[]? Paint(string wire, int width, int height)
    {
        if (!_sources.TryGetValue(wire, out var source))
        {
            return null;
        }

        _painted[wire] = (width, height);
        var picture = PictureFitter.Fit(source, width, height);
        var made = new PixelBuffer(width, height, 3, new byte[width * height * 3]);
        Tint(picture, made, ColourOf(HueOf(PromptOf(wire))));
        Frame(made, ColourOf(360 * Math.Max(0, wires.ToList().IndexOf(wire)) / wires.Count), width / Margin);
        Write(made, PromptOf(wire));
        return PictureEncoder.Png(made);
    }

    // Pictures in base64, and those that lie where an address says.
    private async Task<List<byte[]>> InsideAsync(byte[] body)
    {
        var found = new List<byte[]>();
        try
        {
            using var json = JsonDocument.Parse(body);
            foreach (var text in Texts(json.RootElement))
            {
                var bytes = new byte[text.Length];
                if (
                    text.Length > 1000
                    && Convert.TryFromBase64String(
                        text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..],
                        bytes,
                        out var length
                    )
                )
                {
                    found.Add(bytes[..length]);
                }
                else if (Address().Match(text) is { Success: true } address)
                {
                    using var answer = await http.GetAsync(new Uri(address.Value));
                    found.Add(await answer.Content.ReadAsByteArrayAsync());
                }
            }
        }
        catch (JsonException)
        {
            // No JSON.
        }

        return found;
    }

    private static IEnumerable<string> Texts(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
            JsonValueKind.Object => json.EnumerateObject().SelectMany(field => Texts(field.Value)),
            _ => [],
        };

    // Grey keeps what is to be seen; the colour says whose words they were.
    private static void Tint(PixelBuffer from, PixelBuffer to, byte[] colour)
    {
        for (int at = 0, into = 0; into < to.Pixels.Length; at += from.Bands, into += 3)
        {
            var pixel = from.Pixels.AsSpan(at, 3);
            var grey = ((pixel[0] * 2) + (pixel[1] * 5) + pixel[2]) / 8;
            for (var band = 0; band < 3; band++)
            {
                to.Pixels[into + band] = (byte)(((grey * 3) + (pixel[band] * 2) + (colour[band] * 3)) / 8);
            }
        }
    }

    private static void Frame(PixelBuffer picture, byte[] colour, int width)
    {
        for (var y = 0; y < picture.Height; y++)
        for (var x = 0; x < picture.Width; x++)
        {
            if (Math.Min(Math.Min(x, picture.Width - 1 - x), Math.Min(y, picture.Height - 1 - y)) < width)
                colour.CopyTo(picture.Pixels.AsSpan(((y * picture.Width) + x) * 3));
        }
    }

    // White on a dark bar at the foot, inside the frame.
    private void Write(PixelBuffer picture, string words)
    {
        if (words.Length == 0)
        {
            return;
        }

        using var drawn = WatermarkText.Draw(words, picture.Width / 18.0, _font.Path);
        var ink = drawn.ToPixels();
        var (margin, pad) = (picture.Width / Margin, Math.Max(2, picture.Width / 80));
        var top = picture.Height - margin - ink.Height - (2 * pad);
        for (var y = Math.Max(0, top); y < picture.Height - margin; y++)
        for (var x = margin; x < picture.Width - margin; x++)
        {
            var (left, down) = (x - margin - pad, y - top - pad);
            var light =
                left >= 0 && down >= 0 && left < ink.Width && down < ink.Height
                    ? ink.Pixels[(down * ink.Width) + left]
                    : 0;
            picture.Pixels.AsSpan(((y * picture.Width) + x) * 3, 3).Fill((byte)(24 + (light * 231 / 255)));
        }
    }

    // Spread over the circle by the words.
    private static int HueOf(string words) =>
        (int)(Encoding.UTF8.GetBytes(words).Aggregate(7u, (hash, letter) => (hash * 163) + letter) % 360);

    private static byte[] ColourOf(int degrees)
    {
        var hue = degrees / 60.0;
        var part = (byte)(255 * (1 - Math.Abs((hue % 2) - 1)));
        return (int)hue switch
        {
            0 => [255, part, 0],
            1 => [part, 255, 0],
            2 => [0, 255, part],
            3 => [0, part, 255],
            4 => [part, 0, 255],
            _ => [255, 0, part],
        };
    }

    [GeneratedRegex("https?://127\\.0\\.0\\.1[^\\s\"]+")]
    private static partial Regex Address();
}
