namespace Atelier.Data.Tests.Blobs;

/// <summary>A folder for one test, gone with it.</summary>
internal sealed class BlobFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("atelier-blobs-").FullName;

    /// <summary>Every file inside, temporary ones too, relative to the folder.</summary>
    public IEnumerable<string> Files =>
        Directory
            .EnumerateFiles(Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(file => System.IO.Path.GetRelativePath(Path, file));

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
