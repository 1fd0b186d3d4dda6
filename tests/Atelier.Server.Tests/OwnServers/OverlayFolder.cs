namespace Atelier.Server.Tests.OwnServers;

/// <summary>An operator's folder with one file.</summary>
internal sealed class OverlayFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("atelier-overlay-");

    public OverlayFolder(string yaml) => File.WriteAllText(System.IO.Path.Combine(Path, "own.yaml"), yaml);

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
