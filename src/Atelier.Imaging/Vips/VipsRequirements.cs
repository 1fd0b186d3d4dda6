namespace Atelier.Imaging.Vips;

/// <summary>What a libvips must offer before we use it.</summary>
internal static class VipsRequirements
{
    /// <summary>The oldest version all our calls were tried with: Debian 12's.</summary>
    internal static readonly Version Oldest = new(8, 14);

    internal static readonly IReadOnlyList<string> Operations =
    [
        "copy",
        "flatten",
        "extract_area",
        "autorot",
        "colourspace",
        "icc_transform",
        "thumbnail_image",
        "thumbnail_buffer",
        "smartcrop",
        "embed",
        "insert",
        "text",
        "gaussblur",
        "pngsave_buffer",
        "jpegsave_buffer",
        "webpsave_buffer",
        .. Loaders.Select(loader => loader.Operation),
        // Under another name a loader would stay blocked, and every picture would seem damaged.
        .. Loaders.Select(loader => loader.ClassName),
    ];

    /// <summary>The only loaders that stay open; every other one would be surface for hostile files.</summary>
    internal static IReadOnlyList<(string ClassName, string Operation)> Loaders =>
        [
            ("VipsForeignLoadPngBuffer", "pngload_buffer"),
            ("VipsForeignLoadJpegBuffer", "jpegload_buffer"),
            ("VipsForeignLoadWebpBuffer", "webpload_buffer"),
        ];

    /// <exception cref="VipsUnavailableException">Something is missing; the text names it.</exception>
    internal static void Check(Version version, string library, Func<string, bool> hasOperation)
    {
        if (version < Oldest)
        {
            throw new VipsUnavailableException(
                $"The libvips {version} at {library} is older than {Oldest}; {VipsUnavailableException.Advice}."
            );
        }

        var missing = Operations.Where(operation => !hasOperation(operation)).ToList();
        if (missing.Count > 0)
        {
            throw new VipsUnavailableException(
                $"The libvips {version} at {library} was built without {string.Join(", ", missing)}; "
                    + $"{VipsUnavailableException.Advice}."
            );
        }
    }
}
