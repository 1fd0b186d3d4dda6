namespace Atelier.Bench.Photos.Serving;

/// <summary>Finds the clone that we were built in.</summary>
internal static class Repository
{
    /// <summary>The clone itself.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The server's program as it was built with us.</summary>
    public static string Server => Program("src", "Atelier.Server");

    /// <summary>The emulated providers' program as it was built with us.</summary>
    public static string Emulators => Program("tests", "Atelier.Emulators");

    // …/bin/Release/net10.0
    private static string Output => Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static string Program(string folder, string name)
    {
        var build = Path.Combine("bin", Path.GetFileName(Path.GetDirectoryName(Output))!, Path.GetFileName(Output));
        return Path.Combine(Folder, folder, name, build, $"{name}.dll");
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Atelier.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("We run outside a clone.");
        }

        return folder;
    }
}
