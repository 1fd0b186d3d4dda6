using System.Net;

namespace Atelier.Client.Http;

/// <summary>A caller's stream as the body of a part: sent from where it stands, told about, and left open.</summary>
internal sealed class PhotoPart(Stream photo, Action<long>? sent) : HttpContent
{
    private const int ChunkBytes = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        var chunk = new byte[ChunkBytes];
        var total = 0L;
        int read;
        while ((read = await photo.ReadAsync(chunk, cancellationToken)) > 0)
        {
            await stream.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            total += read;
            sent?.Invoke(total);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = photo.CanSeek ? photo.Length - photo.Position : 0;
        return photo.CanSeek;
    }
}
