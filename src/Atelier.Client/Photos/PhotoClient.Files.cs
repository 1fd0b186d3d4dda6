using Atelier.Client.Http;

namespace Atelier.Client.Photos;

public sealed partial class PhotoClient
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>The address of a session's file. It opens nothing by itself: who calls it needs the key or the cookie.</summary>
    /// <param name="download">Whether a browser saves the file; the session then goes two hours after the last time.</param>
    public Uri FileUrl(string sessionId, PhotoFile file = PhotoFile.Output, bool download = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        var type = file is PhotoFile.Input ? "input" : "output";
        return _transport.Origin.Below(
            $"api/files/{Uri.EscapeDataString(sessionId)}?type={type}{(download ? "&download=true" : "")}"
        );
    }

    /// <summary>Writes a session's file to a stream, which stays open. After a failure the stream may hold a part of it.</summary>
    public Task<DownloadedPhoto> DownloadAsync(
        string sessionId,
        Stream destination,
        PhotoFile file = PhotoFile.Output,
        bool download = true,
        CancellationToken cancellationToken = default
    ) => DownloadAsync(FileUrl(sessionId, file, download), destination, cancellationToken);

    /// <summary>Writes what a signed address of a status or an upload leads to; the API key goes to the service only.</summary>
    public async Task<DownloadedPhoto> DownloadAsync(
        Uri url,
        Stream destination,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(destination);
        using var response = await _transport.OpenAsync(url, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var chunk = new byte[ChunkBytes];
        var length = 0L;
        while (true)
        {
            // Only what the network does is a lost connection; a full disk is not.
            var read = await Lost.WatchAsync(
                async token => await body.ReadAsync(chunk, token),
                _options.CallLimit,
                _time,
                cancellationToken
            );
            if (read == 0)
            {
                break;
            }

            await destination.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            length += read;
        }

        var headers = response.Content.Headers;
        return new DownloadedPhoto(
            headers.ContentType?.MediaType,
            length,
            Path.GetFileName(headers.ContentDisposition?.FileName?.Trim('"'))
        );
    }
}
