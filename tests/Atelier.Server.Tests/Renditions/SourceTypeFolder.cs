using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Files;

namespace Atelier.Server.Tests.Renditions;

/// <summary>Files of a test, named by what they must say.</summary>
internal sealed class SourceTypeFolder : IDisposable
{
    private static readonly string[] Formats = ["png", "jpeg", "webp", "avif"];

    private readonly string _path = Directory.CreateTempSubdirectory("atelier-served-").FullName;
    private int _count;

    /// <summary>Every file that a native answer names, candidates among them, and each image in all formats.</summary>
    public async Task KeepAsync(TestCaller caller, Answer answer, string sourceType, string operation)
    {
        var images = answer.At("images").EnumerateArray().Select(image => image.GetProperty("id").GetString());
        await KeepAsync(
            caller,
            AnswerUrls
                .Of(answer)
                .Distinct()
                .Concat(
                    images.SelectMany(id => Formats.Select(format => $"/v1/images/{id}/original?w=300&format={format}"))
                ),
            sourceType,
            operation
        );
    }

    /// <summary>The files at these addresses.</summary>
    public async Task KeepAsync(TestCaller caller, IEnumerable<string> addresses, string sourceType, string operation)
    {
        foreach (var address in addresses)
        {
            var file = await caller.GetAsync(address);
            Assert.True(file.Status == 200, $"{address}: {file.Status}");
            var name = $"{sourceType}.{operation}-{_count++}.{file.Header("Content-Type")!["image/".Length..]}";
            await File.WriteAllBytesAsync(Path.Combine(_path, name), file.Bytes);
        }
    }

    /// <summary>What exiftool finds in each of them; all say what they must.</summary>
    public async Task<Dictionary<string, Dictionary<string, string>>> ReadAsync()
    {
        var read = await ExifTool.ReadAsync(_path, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, _count);
        Assert.Equal(_count, read.Count);
        Assert.All(
            read,
            file =>
                Assert.EndsWith(
                    $"/{file.Key[..file.Key.IndexOf('.', StringComparison.Ordinal)]}",
                    file.Value.GetValueOrDefault("XMP-iptcExt:DigitalSourceType") ?? "none",
                    StringComparison.Ordinal
                )
        );
        return read;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
