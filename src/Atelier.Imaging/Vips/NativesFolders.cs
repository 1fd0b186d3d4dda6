namespace Atelier.Imaging.Vips;

/// <summary>The folders in which <c>npm ci</c> may have put the libraries and the font we ship.</summary>
internal static class NativesFolders
{
    private const string Name = "natives";

    /// <summary>The one that was configured, or every folder <c>natives</c> beside the program and above it.</summary>
    internal static IEnumerable<string> Of(VipsOptions options, string baseDirectory)
    {
        if (!string.IsNullOrWhiteSpace(options.NativesFolder))
        {
            yield return Path.GetFullPath(options.NativesFolder);
            yield break;
        }

        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, Name);
    }
}
