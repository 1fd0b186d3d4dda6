namespace Atelier.Bench.Pictures;

/// <summary>Where scripts, inputs and results lie.</summary>
/// <param name="Root">The folder of this bench in the sources.</param>
internal sealed record BenchFolder(string Root)
{
    /// <summary>Found above the program.</summary>
    internal static BenchFolder Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "sharp.mjs")))
                return new BenchFolder(folder.FullName);
        }

        throw new InvalidOperationException("Run the bench inside its repository.");
    }

    internal string Scratch => Path.Combine(Root, "obj", "pictures");

    internal string PathOf(string name) => Path.Combine(Root, name);

    /// <exception cref="InvalidOperationException">There are none yet.</exception>
    internal IReadOnlyList<string> Inputs(int side, string format)
    {
        var folder = Path.Combine(Scratch, $"{side}-{format}");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)]
            : throw new InvalidOperationException("Make the inputs first: see the README.");
    }

    internal static Side StartOurs() => new("ours", fewHeaps: true, Environment.ProcessPath!, "worker");

    internal Side StartSharp(bool fewHeaps) => new("sharp", fewHeaps, "node", Path.Combine(Root, "sharp.mjs"));
}
