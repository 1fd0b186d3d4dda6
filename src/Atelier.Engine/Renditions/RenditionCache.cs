using System.Security.Cryptography;
using Atelier.Engine.Finishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Renditions;

/// <summary>
/// Rendered pictures on this node's disk, up to a number of bytes; what was used longest ago goes first. It may lose anything
/// at any time, and never gives out bytes that are not those it was given. Whoever asks has checked that the image may be shown.
/// </summary>
public sealed partial class RenditionCache
{
    private const string TemporaryFolder = ".tmp";

    private readonly string? _root;
    private readonly long _maxBytes;
    private readonly CacheIndex _index;
    private readonly TimeProvider _time;
    private readonly ILogger<RenditionCache> _logger;

    public RenditionCache(IOptions<ImageOptions> options, TimeProvider time, ILogger<RenditionCache> logger)
    {
        (_time, _logger) = (time, logger);
        _maxBytes = options.Value.Cache.MaxBytes;
        _index = new CacheIndex(_maxBytes);
        _root = options.Value.Cache.Folder is { } folder && _maxBytes > 0 ? Path.GetFullPath(folder) : null;
        if (_root is not null)
        {
            // Left half written by a process that was killed.
            Delete(Path.Combine(_root, TemporaryFolder));
            Directory.CreateDirectory(Path.Combine(_root, TemporaryFolder));
            Load(_root);
        }
    }

    /// <summary>Bytes of all files.</summary>
    public long Bytes => _index.Bytes;

    /// <summary>The images that something is kept of.</summary>
    public IReadOnlyCollection<Guid> Images => _index.Images;

    /// <summary>The file under a key; null when there is none, or none that is whole.</summary>
    internal async Task<(Stream Stream, CachedFile File)?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        if (_root is null || _index.Use(key) is not { } file)
        {
            return null;
        }

        var path = PathOf(_root, file);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                64 * 1024,
                FileOptions.Asynchronous
            );
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            if (stream.Length == file.Bytes && hash == file.Sha256)
            {
                stream.Position = 0;
                // The order of use outlives the process.
                File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
                return (stream, file);
            }

            LogDamaged(file.ImageId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnread(exception);
        }
        catch
        {
            await DisposeAsync(stream);
            throw;
        }

        await DisposeAsync(stream);
        _index.Remove(file);
        Delete(path);
        return null;
    }

    /// <summary>Keeps a file, if it can; nothing is durable here, so nothing is flushed.</summary>
    internal async Task PutAsync(CachedFile file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_root is null || file.Bytes > _maxBytes)
        {
            return;
        }

        var temporary = Path.Combine(_root, TemporaryFolder, Guid.CreateVersion7().ToString("N"));
        try
        {
            await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
            File.SetLastWriteTimeUtc(temporary, _time.GetUtcNow().UtcDateTime);
            var path = PathOf(_root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(exception);
            Delete(temporary);
            return;
        }

        foreach (var gone in _index.Add(file))
        {
            Delete(PathOf(_root, gone));
        }
    }

    /// <summary>Deletes what is kept of an image.</summary>
    public void Drop(Guid imageId)
    {
        if (_root is not null)
        {
            _index.Remove(imageId);
            Delete(Path.Combine(_root, imageId.ToString()));
        }
    }

    private void Load(string root)
    {
        var found = new DirectoryInfo(root)
            .EnumerateDirectories()
            .Select(folder => (Folder: folder, IsImage: Guid.TryParse(folder.Name, out var id), Id: id))
            .Where(folder => folder.IsImage)
            .SelectMany(folder => folder.Folder.EnumerateFiles().Select(file => (Info: file, folder.Id)))
            .OrderBy(file => file.Info.LastWriteTimeUtc);
        foreach (var (info, imageId) in found.ToList())
        {
            // A wrong length is found here, wrong bytes when somebody asks for them.
            if (CachedFile.Parse(imageId, info.Name) is not { } file || file.Bytes != info.Length)
            {
                Delete(info.FullName);
                continue;
            }

            foreach (var gone in _index.Add(file))
            {
                Delete(PathOf(root, gone));
            }
        }
    }

    private static string PathOf(string root, CachedFile file) =>
        Path.Combine(root, file.ImageId.ToString(), file.Name);

    private static ValueTask DisposeAsync(FileStream? stream) => stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Delete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUndeleted(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A rendition of image {ImageId} lay damaged in the cache and is made again")]
    private partial void LogDamaged(Guid imageId);

    [LoggerMessage(LogLevel.Warning, "A cached rendition could not be read and is made again")]
    private partial void LogUnread(Exception exception);

    [LoggerMessage(LogLevel.Warning, "A rendition could not be kept; it is made again when it is asked for")]
    private partial void LogUnwritten(Exception exception);

    [LoggerMessage(LogLevel.Warning, "A cached rendition could not be deleted")]
    private partial void LogUndeleted(Exception exception);
}
