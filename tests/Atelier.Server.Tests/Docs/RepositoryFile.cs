namespace Atelier.Server.Tests.Docs;

/// <summary>Files of the repository, found from where the tests run.</summary>
internal static class RepositoryFile
{
    /// <summary>The path of a file, given from the folder that holds Atelier.slnx.</summary>
    public static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above holds Atelier.slnx.");
        }

        return Path.Combine(folder.FullName, name);
    }
}
