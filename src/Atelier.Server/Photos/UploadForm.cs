using System.Buffers;
using Atelier.Core.Errors;
using Atelier.Server.Accounts;
using Atelier.Server.Setup;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
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

    private const int BufferSize = 64 * 1024;
    private const int MostBoundary = 100;
    private const int MostHeaders = 8;
    private const int MostHeaderBytes = 4096;

    // Boundaries, headers, and what some clients write around them.
    private const int MostAround = 64 * 1024;

    /// <summary>The file; whoever gets it disposes it.</summary>
    /// <exception cref="AtelierException">There is none, it is too large, it came too slowly, or there is more than one.</exception>
    public async Task<UploadedFile> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var reader = ReaderOf(context);
        UploadedFile? file = null;
        try
        {
            file = await ReadFileAsync(reader, cancellationToken);
            if (await reader.ReadNextSectionAsync(cancellationToken) is not null)
            {
                throw Bad("Send one file in the field image, and no other field.");
            }

            return file;
        }
        catch (Exception exception)
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }

            // What is left of the body is not waited for.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            });
            throw exception switch
            {
                BadHttpRequestException { StatusCode: 413 } => TooLarge(),
                BadHttpRequestException { StatusCode: 408 } => new AtelierException(
                    ErrorCode.TooSlow,
                    "The upload came too slowly.",
                    exception
                ),
                IOException when !cancellationToken.IsCancellationRequested => Bad(
                    "The body ends before its multipart/form-data does.",
                    exception
                ),
                InvalidDataException => Bad("The body is not valid multipart/form-data.", exception),
                _ => exception,
            };
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

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = settings.MaxFileSize + MostAround;
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
            || !disposition.IsFileDisposition()
            || HeaderUtilities.RemoveQuotes(disposition.Name) != Field
        )
        {
            throw NoFile();
        }

        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
        var mediaType = MediaTypeHeaderValue.TryParse(section.ContentType, out var type) ? type.MediaType.Value : null;
        var content = await CopyAsync(section.Body, cancellationToken);
        return new UploadedFile(FileNames.Clean(HeaderUtilities.RemoveQuotes(name).Value), mediaType, content);
    }

    private async Task<FileStream> CopyAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = Stored(folder.Open);
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

                await StoredAsync(file.WriteAsync(buffer.AsMemory(0, read), cancellationToken));
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
    private static FileStream Stored(Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (IOException exception)
        {
            throw NoRoom(exception);
        }
    }

    private static async ValueTask StoredAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (IOException exception)
        {
            throw NoRoom(exception);
        }
    }

    /// <summary>What is said when the picture cannot be put anywhere.</summary>
    public static AtelierException NoRoom(IOException exception) =>
        new(ErrorCode.ServiceUnavailable, "The picture could not be stored; try again shortly.", exception)
        {
            RetryAfterSeconds = 30,
        };

    private AtelierException TooLarge() =>
        new(ErrorCode.FileTooLarge, $"File too large. Maximum size is {Readable(settings.MaxFileSize)}.");

    private static string Readable(int bytes) =>
        bytes % (1024 * 1024) == 0 ? $"{bytes / (1024 * 1024)}MB"
        : bytes % 1024 == 0 ? $"{bytes / 1024}KB"
        : $"{bytes} bytes";

    private static AtelierException NoFile() => new(ErrorCode.NoFile, "No file uploaded");

    private static AtelierException Bad(string text, Exception? inner = null) =>
        new(ErrorCode.InvalidRequest, text, inner);
}
