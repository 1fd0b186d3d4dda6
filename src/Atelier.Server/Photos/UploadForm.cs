using System.Buffers;
using Atelier.Core.Errors;
using Atelier.Server.Accounts;
using Atelier.Server.Setup;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Atelier.Server.Photos;

/// <summary>Reads the one file of an upload as it comes, and stops at whatever is too much: bytes, headers, parts, patience.</summary>
internal sealed class UploadForm(
    ServerSettings settings,
    UploadFolder folder,
    IOptions<PhotoOptions> options,
    TimeProvider time
)
{
    /// <summary>The field that the file must be in.</summary>
    public const string Field = "image";

    // Two of each upload that comes: of hundreds, larger ones would be most of the memory.
    private const int BufferSize = 16 * 1024;
    private const int MostBoundary = 100;
    private const int MostHeaders = 8;
    private const int MostHeaderBytes = 4096;

    // Boundaries, headers, and what some clients write around them.
    private const int MostAround = 64 * 1024;

    /// <summary>Bytes that a body may have.</summary>
    public static long MostBytes(ServerSettings settings) => settings.MaxFileSize + MostAround;

    /// <summary>The file; whoever gets it disposes it.</summary>
    /// <exception cref="AtelierException">There is none, it is too large, it came too slowly, or there is more than one.</exception>
    /// <exception cref="StorageException">This node has no room for it.</exception>
    public async Task<UploadedFile> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var reader = ReaderOf(context);
        UploadedFile? file = null;
        try
        {
            file = await ReadFileAsync(reader, cancellationToken);
            if (await reader.ReadNextSectionAsync(cancellationToken) is not null)
            {
                throw Another();
            }

            return file;
        }
        catch (Exception exception)
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }

            var refused = exception switch
            {
                BadHttpRequestException { StatusCode: 413 } => TooLarge(),
                BadHttpRequestException { StatusCode: 408 } => new AtelierException(
                    ErrorCode.TooSlow,
                    "The upload came too slowly.",
                    exception
                ),
                StorageException => exception,
                IOException when !cancellationToken.IsCancellationRequested => Bad(
                    "The body ends before its multipart/form-data does.",
                    exception
                ),
                InvalidDataException => Bad("The body is not valid multipart/form-data.", exception),
                _ => exception,
            };
            if (refused is AtelierException { Code: ErrorCode.TooSlow })
            {
                // What is left would come as slowly. Of all others the server takes what is under way for some seconds: who is
                // cut off while he sends reads of a broken line, not why.
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Connection = "close";
                    return Task.CompletedTask;
                });
            }

            throw refused;
        }
    }

    private MultipartReader ReaderOf(HttpContext context)
    {
        if (
            !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw NoFile();
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > MostBoundary)
        {
            throw Bad("multipart/form-data needs a boundary of 1 to 100 characters.");
        }

        // We are stricter, and count only while we wait.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var photo = options.Value;
        var body = new PacedBody(
            context.Request.Body,
            photo.LeastBytesPerSecond,
            TimeSpan.FromSeconds(photo.GraceSeconds),
            TimeSpan.FromSeconds(photo.SilenceSeconds),
            time
        );
        return new MultipartReader(boundary.Value!, body, BufferSize)
        {
            HeadersCountLimit = MostHeaders,
            HeadersLengthLimit = MostHeaderBytes,
        };
    }

    private async Task<UploadedFile> ReadFileAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        var section = await reader.ReadNextSectionAsync(cancellationToken) ?? throw NoFile();
        if (
            !ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            || (!disposition.IsFileDisposition() && NameOf(disposition) == Field)
        )
        {
            throw NoFile();
        }

        if (NameOf(disposition) != Field)
        {
            throw Another();
        }

        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        var mediaType = MediaTypeHeaderValue.TryParse(section.ContentType, out var type) ? type.MediaType.Value : null;
        var content = await CopyAsync(section.Body, cancellationToken);
        return new UploadedFile(FileNames.Clean(HeaderUtilities.RemoveQuotes(name).Value), mediaType, content);
    }

    private async Task<FileStream> CopyAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = await StoredAsync(() => Task.FromResult(folder.Open()));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var (total, read) = (0L, 0); ; total += read)
            {
                if ((read = await body.ReadAsync(buffer, cancellationToken)) == 0)
                {
                    return file;
                }

                if (total + read > settings.MaxFileSize)
                {
                    throw TooLarge();
                }

                await StoredAsync(async () =>
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    return file;
                });
            }
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A full disk is ours, not the sender's.
    private static async Task<T> StoredAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (IOException exception)
        {
            throw new StorageException(exception);
        }
    }

    private AtelierException TooLarge() =>
        new(ErrorCode.FileTooLarge, $"File too large. Maximum size is {Readable(settings.MaxFileSize)}.");

    private static string Readable(int bytes) =>
        bytes % (1024 * 1024) == 0 ? $"{bytes / (1024 * 1024)}MB"
        : bytes % 1024 == 0 ? $"{bytes / 1024}KB"
        : $"{bytes} bytes";

    private static StringSegment NameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.Name);

    private static AtelierException Another() => Bad("Send one file in the field image, and no other field.");

    private static AtelierException NoFile() => new(ErrorCode.NoFile, "No file uploaded");

    private static AtelierException Bad(string text, Exception? inner = null) =>
        new(ErrorCode.InvalidRequest, text, inner);
}
