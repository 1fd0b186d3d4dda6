namespace Atelier.Imaging.Tests;

/// <summary>Finds the folders of the clone that the tests were built in.</summary>
internal static class Repository
{
    internal static string Folder(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Atelier.slnx")))
        {
            folder =
                Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside a clone.");
        }

        return Path.Combine(folder, name);
    }
}
