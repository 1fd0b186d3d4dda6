using Atelier.Imaging.Reading;

namespace Atelier.Engine.Finishing;

/// <summary>How pictures are marked, kept and rendered.</summary>
public sealed class ImageOptions
{
    public const string Section = "Images";

    /// <summary>How much of a file from outside is read, and how many pixels are in memory at a time.</summary>
    public PictureReaderOptions Reading { get; set; } = new();

    public WatermarkOptions Watermark { get; set; } = new();

    public CacheOptions Cache { get; set; } = new();

    /// <summary>Whether thumbnails are made with each picture (requirement C-62); else each when it is first asked for. The default is yes.</summary>
    public bool GenerateThumbnails { get; set; } = true;

    public KeepOptions Keep { get; set; } = new();

    /// <summary>
    /// Renditions that callers ask for by name, such as <c>Images:Presets:card:Width</c>. Of each: Width, Height, Fit, Format
    /// and Quality, as in an address. None by default.
    /// </summary>
    public Dictionary<string, Dictionary<string, string?>> Presets { get; set; } = [];

    /// <summary>The mark on pictures of free accounts.</summary>
    public sealed class WatermarkOptions
    {
        /// <summary>1 to 60 characters of one line. The default is the seed's.</summary>
        public string Text { get; set; } = "Made with CodeLeonardo";
    }

    /// <summary>How long pictures stay that nobody wants: from their creation, their last download or their last use on.</summary>
    public sealed class KeepOptions
    {
        /// <summary>Of the files in full size, 1 to 36500. The default is 30.</summary>
        public int OriginalDays { get; set; } = 30;

        /// <summary>Of the thumbnails, not less than of the originals, at most 36500. The default is 90.</summary>
        public int ThumbnailDays { get; set; } = 90;

        public TimeSpan Originals => TimeSpan.FromDays(OriginalDays);

        public TimeSpan Thumbnails => TimeSpan.FromDays(ThumbnailDays);
    }

    /// <summary>Rendered pictures that this node keeps on its disk.</summary>
    public sealed class CacheOptions
    {
        /// <summary>Bytes of all files together, 0 to keep none. The default is a gibibyte.</summary>
        public long MaxBytes { get; set; } = 1L << 30;

        /// <summary>Where they lie. The default is <c>cache/renditions</c> of the data folder; nodes must not share it.</summary>
        public string? Folder { get; set; }
    }
}
