namespace Atelier.Server.Tests.Serving;

/// <summary>Finds the files of an image where the server keeps them.</summary>
internal static class StoredFile
{
    /// <summary>Where a file of an image lies; null when there is none.</summary>
    public static string? Find(TestServer server, Guid imageId, string name) =>
        Directory
            .EnumerateFiles(Path.Combine(server.DataFolder, "images"), name, SearchOption.AllDirectories)
            .SingleOrDefault(path => path.Contains($"{imageId}", StringComparison.Ordinal));

    public static Task<byte[]> ReadAsync(TestServer server, Guid imageId, string name) =>
        File.ReadAllBytesAsync(
            Find(server, imageId, name) ?? throw new FileNotFoundException(name),
            TestContext.Current.CancellationToken
        );
}
