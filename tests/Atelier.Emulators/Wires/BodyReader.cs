using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Atelier.Emulators.Wires;

/// <summary>Reads a body whole, and the parts of a multipart one.</summary>
internal static class BodyReader
{
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    /// <summary>The parts; none when it is not multipart/form-data or cannot be read as such.</summary>
    public static async Task<IReadOnlyList<BodyPart>> ReadPartsAsync(string? contentType, byte[] body)
    {
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 } boundary
        )
        {
            return [];
        }

        try
        {
            return await ReadPartsAsync(new MultipartReader(boundary.Value!, new MemoryStream(body)));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<BodyPart>> ReadPartsAsync(MultipartReader reader)
    {
        var parts = new List<BodyPart>();
        while (await reader.ReadNextSectionAsync() is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }

            using var bytes = new MemoryStream();
            await section.Body.CopyToAsync(bytes);
            var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            parts.Add(
                new BodyPart(
                    HeaderUtilities.RemoveQuotes(disposition.Name).ToString(),
                    fileName.HasValue ? HeaderUtilities.RemoveQuotes(fileName).ToString() : null,
                    section.ContentType,
                    bytes.ToArray()
                )
            );
        }

        return parts;
    }
}
