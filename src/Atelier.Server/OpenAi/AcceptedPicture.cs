using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Images;
using Atelier.Core.Requests;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.OpenAi;

/// <summary>Whether the caller wants the picture itself instead of JSON about it.</summary>
internal static class AcceptedPicture
{
    /// <summary>png, jpeg or webp as output format; null when JSON is wanted.</summary>
    public static string? Read(HttpRequest request, ImagesBody body, ErrorList errors)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return null;
        }

        var best = accepted
            .Where(type => type.Quality is null or > 0)
            .OrderByDescending(type => type.Quality ?? 1)
            .FirstOrDefault();
        if (best is null || !best.Type.Equals("image", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (body.N > 1)
        {
            errors.Add("n", "With Accept: image/… the answer is one picture; leave n out or ask for JSON.");
        }

        var format = best.MatchesAllSubTypes ? body.OutputFormat ?? "png" : best.SubType.ToString().ToLowerInvariant();
        if (!best.MatchesAllSubTypes && SnakeCase.TryParse<ImageFormat>(format) is null)
        {
            throw new AtelierException(
                ErrorCode.NotAcceptable,
                $"Pictures are made as {string.Join(", ", SnakeCase.All<ImageFormat>().Select(known => $"image/{known}"))}, not as image/{format}."
            );
        }

        if (body.OutputFormat is not null && body.OutputFormat != format)
        {
            errors.Add("output_format", $"output_format says {body.OutputFormat}, Accept says {format}.");
        }

        return format;
    }
}
