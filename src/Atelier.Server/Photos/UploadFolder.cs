using Atelier.Server.Setup;

namespace Atelier.Server.Photos;

/// <summary>Where uploads wait until they are read whole, so that memory holds a few at a time. This node's own.</summary>
internal sealed class UploadFolder
{
    private readonly string _path;

    /// <summary>Empties it: a kill between two calls can leave a file that still has a name.</summary>
    public UploadFolder(ServerSettings settings)
    {
        _path = Path.Combine(settings.DataFolder, "cache", "uploads");
        if (!Directory.Exists(_path))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(_path))
        {
            try
            {
                File.Delete(file);
            }
            catch (IOException)
            {
                // It is in nobody's way.
            }
        }
    }

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
