using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Watermarking;

/// <summary>The font we ship. The system's are never asked for: a slim container has none, and each machine others.</summary>
internal sealed class WatermarkFont(VipsOptions options)
{
    /// <summary>The family's name inside the file.</summary>
    internal const string Family = "DejaVu Sans";

    private static readonly string FileName = System.IO.Path.Combine(
        "node_modules",
        "dejavu-fonts-ttf",
        "ttf",
        "DejaVuSans.ttf"
    );

    private string? _file;

    // The first bytes of every TrueType file.
    private static ReadOnlySpan<byte> Signature => [0, 1, 0, 0];

    /// <exception cref="WatermarkException">There is no such file, or it holds no font.</exception>
    internal string Path
    {
        get
        {
            // Looked for again as long as it is missing, so that installing it is enough.
            if ((_file ??= Find()) is not { } file)
            {
                throw new WatermarkException(
                    "The font of the watermark is missing: run `npm ci --ignore-scripts` in the folder natives."
                );
            }

            // libvips would draw with some other font and not say so.
            if (!IsFont(file))
                throw new WatermarkException($"The file {file} is no font.");
            return file;
        }
    }

    private string? Find() =>
        NativesFolders
            .Of(options, AppContext.BaseDirectory)
            .Select(folder => System.IO.Path.Combine(folder, FileName))
            .FirstOrDefault(File.Exists);

    private static bool IsFont(string file)
    {
        Span<byte> start = stackalloc byte[4];
        try
        {
            using var stream = File.OpenRead(file);
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.SequenceEqual(Signature);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new WatermarkException($"The font {file} cannot be read.", failure);
        }
    }
}
