using System.Security.Cryptography;
using System.Text;

namespace Atelier.Server.Photos;

/// <summary>A file that came whole; it lies in a file of this node that has no name and goes when this is disposed.</summary>
/// <param name="Name">As sent, without path and control characters.</param>
/// <param name="MediaType">As declared; null when nothing was.</param>
internal sealed record UploadedFile(string Name, string? MediaType, FileStream Content) : IAsyncDisposable
{
    public int Length => checked((int)Content.Length);

    /// <summary>Reads all bytes.</summary>
    /// <param name="buffer">Of exactly <see cref="Length"/>.</param>
    public async Task ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Content.Position = 0;
        await Content.ReadExactlyAsync(buffer, cancellationToken);
    }

    /// <summary>SHA-256 of what was sent, whatever boundary stood around it.</summary>
    public byte[] Fingerprint(ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Neither holds a line break.
        hash.AppendData(Encoding.UTF8.GetBytes($"{Name}\n{MediaType}\n"));
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
