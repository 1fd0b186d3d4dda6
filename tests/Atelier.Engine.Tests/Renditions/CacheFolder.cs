using System.Security.Cryptography;
using Atelier.Engine.Finishing;
using Atelier.Engine.Renditions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Tests.Renditions;

/// <summary>A folder for a cache, which may be opened again and again as by a process that was restarted.</summary>
internal sealed class CacheFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-cache-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public IReadOnlyList<FileInfo> Files =>
        [.. _folder.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.Name)];

    public string TemporaryFolder => Path.Combine(_folder.FullName, ".tmp");

    public RenditionCache Open(long maxBytes = 1000, TimeProvider? time = null) =>
        new(
            Options.Create(new ImageOptions { Cache = { MaxBytes = maxBytes, Folder = _folder.FullName } }),
            time ?? TimeProvider.System,
            NullLogger<RenditionCache>.Instance
        );

    /// <summary>A key for a small number.</summary>
    public static string Key(int number) => number.ToString("x64", null);

    public static Task PutAsync(RenditionCache cache, int number, int bytes, Guid? image = null) =>
        PutAsync(cache, number, Bytes(number, bytes), image);

    public static Task PutAsync(RenditionCache cache, int number, byte[] bytes, Guid? image = null)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var file = new CachedFile(image ?? Guid.CreateVersion7(), Key(number), hash, bytes.Length, "webp");
        return cache.PutAsync(file, bytes, Cancel);
    }

    /// <summary>The bytes of an entry; null when there is none.</summary>
    public static async Task<byte[]?> ReadAsync(RenditionCache cache, int number)
    {
        if (await cache.OpenAsync(Key(number), Cancel) is not (var stream, _))
        {
            return null;
        }

        await using (stream)
        {
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Cancel);
            return bytes;
        }
    }

    public static byte[] Bytes(int number, int count)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, (byte)number);
        return bytes;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
