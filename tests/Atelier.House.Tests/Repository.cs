namespace Atelier.House.Tests;

/// <summary>The repository these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] _skipped = ["bin", "obj", "node_modules", "artifacts", ".git"];

    /// <summary>The folder that holds Atelier.slnx.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Files below a folder that match a pattern, relative to the root, with slashes, sorted.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern = "*")
    {
        var found = new List<string>();
        Collect(new DirectoryInfo(PathOf(folder)), pattern, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Collect(DirectoryInfo folder, string pattern, List<string> found)
    {
        if (!folder.Exists)
            return;
        found.AddRange(
            folder.EnumerateFiles(pattern).Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
        );
        // A link could lead out of the repository, or round in a circle.
        foreach (var inner in folder.EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            if (!_skipped.Contains(inner.Name))
                Collect(inner, pattern, found);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Atelier.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("No folder above the tests holds Atelier.slnx.");
    }
}
