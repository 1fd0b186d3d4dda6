namespace Atelier.Client.Http;

/// <summary>Reads bodies that have a largest size, whatever their headers say.</summary>
internal static class BoundedBody
{
    /// <summary>The whole body; null when it is larger.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpContent content,
        int most,
        CancellationToken cancellationToken
    )
    {
        if (content.Headers.ContentLength > most)
        {
            return null;
        }

        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        var bytes = new MemoryStream();
        var chunk = new byte[8192];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            bytes.Write(chunk, 0, read);
            if (bytes.Length > most)
            {
                return null;
            }
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
