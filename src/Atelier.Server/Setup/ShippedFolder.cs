namespace Atelier.Server.Setup;

/// <summary>Finds folders that come along with the program: beside it when published, above it in a clone.</summary>
internal static class ShippedFolder
{
    /// <exception cref="SettingsException">It is nowhere.</exception>
    public static string Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, name);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new SettingsException(
            $"The folder {name} is missing beside the program; unpack it again, or run from a whole clone."
        );
    }
}
