using System.Security.Cryptography;
using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Pictures;
using Atelier.Imaging;
using Atelier.Imaging.Reading;

namespace Atelier.Crash.Tests.Checking;

/// <summary>Every stored picture is one that a provider sent, each of those at most once, and none of them is missing.</summary>
internal sealed class PictureCheck
{
    private readonly PictureReader _reader = new(new PictureReaderOptions());

    public async Task<IReadOnlyList<string>> CheckAsync(Evidence evidence, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var sent = await SentAsync(evidence, problems, cancellationToken);
        var stored = new Dictionary<SentPicture, ImageFacts>();
        foreach (var image in evidence.Facts.Images)
        {
            var original = await CheckFilesAsync(evidence, image, problems, cancellationToken);
            if (original is null)
            {
                continue;
            }

            var look = LookOf(await _reader.ReadAsync(original, cancellationToken));
            if (!sent.TryGetValue(look, out var picture))
            {
                problems.Add($"image {image.Id} of generation {image.GenerationId} is none that {image.Wire} sent");
            }
            else if (!stored.TryAdd(picture, image))
            {
                problems.Add($"picture {picture.Part} of {picture.Job} is image {stored[picture].Id} and {image.Id}");
            }
        }

        foreach (var wire in evidence.Wires)
        {
            CheckBilled(evidence, wire, stored, problems);
        }

        return problems;
    }

    private static string LookOf(PixelBuffer picture) =>
        $"{picture.Width}x{picture.Height}x{picture.Bands}:{Convert.ToHexStringLower(SHA256.HashData(picture.Pixels))}";

    // Painted once more from their names, and compared with the hash of what went over the wire.
    private async Task<Dictionary<string, SentPicture>> SentAsync(
        Evidence evidence,
        List<string> problems,
        CancellationToken cancellationToken
    )
    {
        var looks = new Dictionary<string, SentPicture>();
        foreach (var picture in evidence.Wires.SelectMany(wire => wire.Pictures).Distinct())
        {
            var bytes = EmulatedPicture.Paint(picture.Job, picture.Part, picture.Width, picture.Height);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != picture.Sha256)
            {
                problems.Add($"picture {picture.Part} of {picture.Job} cannot be painted again");
                continue;
            }

            looks.Add(LookOf(await _reader.ReadAsync(bytes, cancellationToken)), picture);
        }

        return looks;
    }

    /// <summary>The bytes of the original when all files are there as the row says.</summary>
    private static async Task<byte[]?> CheckFilesAsync(
        Evidence evidence,
        ImageFacts image,
        List<string> problems,
        CancellationToken cancellationToken
    )
    {
        byte[]? original = null;
        using var files = JsonDocument.Parse(image.FilesJson);
        foreach (var rendition in files.RootElement.EnumerateObject())
        {
            var name = rendition.Value.GetProperty("name").GetString()!;
            var path = Path.Combine(evidence.Files, "images", image.GenerationId.ToString(), image.Id.ToString(), name);
            if (!File.Exists(path))
            {
                problems.Add($"file {name} of image {image.Id} is not there");
                continue;
            }

            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != rendition.Value.GetProperty("sha256").GetString())
            {
                problems.Add($"file {name} of image {image.Id} is not what was stored");
            }
            else if (rendition.Name == "original")
            {
                original = bytes;
            }
        }

        if (original is null)
        {
            problems.Add($"image {image.Id} has no original");
        }

        return original;
    }

    private static void CheckBilled(
        Evidence evidence,
        Bills wire,
        Dictionary<SentPicture, ImageFacts> stored,
        List<string> problems
    )
    {
        var byName = stored
            .Where(pair => pair.Value.Wire == wire.Wire)
            .ToDictionary(pair => (pair.Key.Job, pair.Key.Part), pair => pair.Value);
        var open = evidence.Facts.OpenRisks.Select(risk => risk.AttemptId).ToHashSet();
        var excused = new Dictionary<Guid, int>();
        foreach (var line in wire.Bill.Items)
        {
            var post = wire.Posts[line.Call];
            var generation = evidence.GenerationOf(post)!;
            var images = Enumerable
                .Range(0, line.Pictures)
                .Select(part => byName.GetValueOrDefault((line.Id, $"{part}")))
                .ToList();
            foreach (var image in images.OfType<ImageFacts>().Where(image => image.GenerationId != generation.Id))
            {
                problems.Add($"image {image.Id} was made for generation {generation.Id}, not {image.GenerationId}");
            }

            if (images.All(image => image is not null))
            {
                continue;
            }

            var lost = images.Count(image => image is null);
            var attempts = evidence.Facts.Attempts.Where(attempt => attempt.GenerationId == generation.Id).ToList();
            var isOpen = post.Attempt is { } id
                ? open.Contains(id)
                : attempts.Count(attempt => open.Contains(attempt.Id))
                    >= (excused[generation.Id] = excused.GetValueOrDefault(generation.Id) + 1);
            if (lost < images.Count || !isOpen)
            {
                problems.Add(
                    $"{lost} of {images.Count} pictures that {wire.Wire} billed as {line.Id} are lost; generation {generation.Id} "
                        + $"is {generation.State}, attempts {string.Join(", ", attempts.Select(attempt => $"{attempt.Id} {attempt.State}"))}"
                );
            }
        }
    }
}
