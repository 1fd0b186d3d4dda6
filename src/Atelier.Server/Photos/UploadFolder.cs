using Atelier.Server.Setup;

namespace Atelier.Server.Photos;

/// <summary>Where uploads wait until they are read whole, so that memory holds a few at a time. This node's own.</summary>
internal sealed class UploadFolder(ServerSettings settings)
{
    private readonly string _path = Path.Combine(settings.DataFolder, "cache", "uploads");

    /// <summary>A file without a name: a kill leaves nothing of it.</summary>
    /// <exception cref="IOException">There is no room for it.</exception>
    public FileStream Open()
    {
        Directory.CreateDirectory(_path);
        var path = Path.Combine(_path, Guid.CreateVersion7().ToString("N"));
        var file = new FileStream(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Delete,
            bufferSize: 0,
            FileOptions.Asynchronous
        );
        try
        {
            File.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
