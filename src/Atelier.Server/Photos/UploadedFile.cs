namespace Atelier.Server.Photos;

/// <summary>A file that came whole; it lies in a file of this node that has no name and goes when this is disposed.</summary>
/// <param name="Name">As sent, without path and control characters.</param>
/// <param name="MediaType">As declared; null when nothing was.</param>
internal sealed record UploadedFile(string Name, string? MediaType, FileStream Content) : IAsyncDisposable
{
    public int Length => checked((int)Content.Length);

    /// <summary>All bytes, in memory.</summary>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        Content.Position = 0;
        await Content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
