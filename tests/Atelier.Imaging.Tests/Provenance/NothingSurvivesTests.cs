using Atelier.Core.Catalogue;
using Atelier.Core.Images;
using Atelier.Imaging.Pipeline;
using Atelier.Imaging.Provenance;
using Atelier.Imaging.Rendering;
using Atelier.Imaging.Tests.Vips;
using Atelier.TestKit.Files;

namespace Atelier.Imaging.Tests.Provenance;

/// <summary>Every kind of file we make, from files that tell everything, read by exiftool.</summary>
[Collection(VipsRuns.Name)]
public sealed class NothingSurvivesTests : IDisposable
{
    private const string Prompt = "a secret wish";

    // Groups that describe the container and its pixels, not the picture's owner or past.
    private static readonly string[] Harmless =
    [
        "ExifTool",
        "System",
        "File",
        "Composite",
        "PNG",
        "PNG-pHYs",
        "JFIF",
        "Adobe",
        "RIFF",
        "Meta",
        "QuickTime",
        "Track1",
    ];

    private static readonly string[] OurWords =
    [
        "XMP-x:XMPToolkit",
        "XMP-iptcExt:DigitalSourceType",
        "XMP-iptcExt:AISystemUsed",
        "XMP-iptcExt:AIPromptInformation",
        "XMP-xmp:CreatorTool",
        "XMP-xmp:CreateDate",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-exif");
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public NothingSurvivesTests() => TestVips.Start();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Files_FromTalkativeInputs_HoldOurWordsOnly()
    {
        await WriteAllAsync();

        var read = await ExifTool.ReadAsync(_folder.FullName, _cancel);

        Assert.Equal(_folder.GetFiles().Length, read.Count);
        var inputs = read.Where(file => file.Key.StartsWith("input", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, inputs.Count);
        Assert.All(inputs, file => AssertTellsAll(file.Key, file.Value));
        Assert.All(read.Except(inputs), file => AssertOurs(file.Key, file.Value));
    }

    private async Task WriteAllAsync()
    {
        using var finisher = new PictureFinisher(new PictureFinisherOptions { Vips = TestVips.Options });
        using var renderer = new PictureRenderer(new PictureRendererOptions { Vips = TestVips.Options });
        foreach (var input in Enum.GetValues<ImageFormat>())
        {
            var file = TalkativeFile.Write(input, TestPixels.Painted(200, 150, 3));
            Write($"input.{input.FileExtension()}", file);
            foreach (var format in Enum.GetValues<ImageFormat>())
            foreach (var source in Enum.GetValues<DigitalSourceType>())
            {
                var finished = await finisher.FinishAsync(file, Order(format, source), _cancel);
                var name = $"{source}-of-{input}-";
                foreach (var rendition in finished.Renditions.Append(finished.Clean!))
                    Write($"{name}{format}-{rendition.FileName}", rendition.Bytes);
                foreach (var wanted in renderer.Formats)
                {
                    var rendered = await renderer.RenderAsync(
                        finished.Renditions[0].Bytes,
                        new RenderOrder { Width = 90, Format = wanted },
                        _cancel
                    );
                    Write($"{name}{format}-rendered.{wanted}", rendered.Bytes);
                }
            }
        }
    }

    private static FinishOrder Order(ImageFormat format, DigitalSourceType source) =>
        new(
            format,
            new ProvenanceRecord
            {
                SourceType = source,
                AiSystem = "Model X",
                CreatedAt = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero),
                Prompt = Prompt,
            }
        )
        {
            Size = new PixelSize(150, 150),
            Watermark = "Made with CodeLeonardo",
        };

    private static void AssertTellsAll(string name, Dictionary<string, string> tags)
    {
        Assert.Equal(TalkativeFile.Camera, tags["IFD0:Model"]);
        Assert.StartsWith("52.5", tags["GPS:GPSLatitude"], StringComparison.Ordinal);
        Assert.Equal("Sampleton", tags["XMP-photoshop:City"]);
        Assert.Equal(name.EndsWith("jpg", StringComparison.Ordinal), tags.ContainsKey("IPTC:By-line"));
    }

    private static void AssertOurs(string name, Dictionary<string, string> tags)
    {
        var foreign = tags
            .Keys.Where(tag => tag != "SourceFile")
            .Where(tag => !OurWords.Contains(tag) && !Harmless.Contains(tag.Split(':')[0]));
        Assert.True(!foreign.Any(), $"{name} tells {string.Join(", ", foreign)}");
        Assert.DoesNotContain(tags, tag => tag.Value.Contains(TalkativeFile.Owner, StringComparison.Ordinal));

        var source = name.Split('-')[0];
        Assert.Equal(
            $"http://cv.iptc.org/newscodes/digitalsourcetype/{char.ToLowerInvariant(source[0])}{source[1..]}",
            tags.GetValueOrDefault("XMP-iptcExt:DigitalSourceType")
        );
        Assert.Equal("Model X", tags.GetValueOrDefault("XMP-iptcExt:AISystemUsed"));
        var hasPrompt = new[] { "original", "optimized", "clean" }.Any(word =>
            name.Contains(word, StringComparison.Ordinal)
        );
        Assert.Equal(hasPrompt ? Prompt : null, tags.GetValueOrDefault("XMP-iptcExt:AIPromptInformation"));
    }

    private void Write(string name, ReadOnlyMemory<byte> bytes) =>
        File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes.Span);
}
