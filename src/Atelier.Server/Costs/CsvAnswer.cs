using System.Net.Mime;
using System.Text;
using Atelier.Core.Requests;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Costs;

/// <summary>A file of CSV, sent line by line as it is read.</summary>
internal sealed class CsvAnswer(string fileName, IAsyncEnumerable<string> lines) : IResult
{
    private const string Csv = "text/csv";

    // Lines are short; a few thousand go out together.
    private const int ChunkSize = 64 * 1024;

    /// <summary>Whether the caller wants CSV: by <c>format</c>, else by <c>Accept</c>; JSON where nothing is said.</summary>
    public static bool IsWanted(HttpRequest request, string? format, ErrorList errors)
    {
        switch (format)
        {
            case "csv":
                return true;
            case "json":
                return false;
            case null:
                var accepted = request.GetTypedHeaders().Accept;
                return Quality(accepted, Csv) > Quality(accepted, MediaTypeNames.Application.Json);
            default:
                errors.AddUnknown("format", format, ["json", "csv"]);
                return false;
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var cancellationToken = httpContext.RequestAborted;
        var response = httpContext.Response;
        // The name is ours: letters, digits and dashes.
        var disposition = new ContentDispositionHeaderValue("attachment") { FileName = fileName };
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.CacheControl = "no-store";
        var chunk = new StringBuilder();
        var started = false;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            // Not before the first line: what fails until then can still be told.
            if (!started)
            {
                response.ContentType = "text/csv; charset=utf-8; header=present";
                started = true;
            }

            chunk.Append(line);
            if (chunk.Length >= ChunkSize)
            {
                await response.WriteAsync(chunk.ToString(), cancellationToken);
                chunk.Clear();
            }
        }

        await response.WriteAsync(chunk.ToString(), cancellationToken);
    }

    private static double Quality(IList<MediaTypeHeaderValue> accepted, string type) =>
        accepted
            .Where(range => range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
}
