using System.Globalization;

namespace Atelier.Engine.Renditions;

/// <summary>A file of the cache. Its name says all that is known of it, so that there is no index to go wrong.</summary>
/// <param name="Key">64 hex digits: which rendition it is.</param>
/// <param name="Sha256">64 hex digits: what its bytes must be.</param>
internal sealed record CachedFile(Guid ImageId, string Key, string Sha256, long Bytes, string Extension)
{
    private const int HexLength = 64;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Key}.{Sha256}.{Bytes}.{Extension}");

    /// <summary>What a name says; null when it is none of ours.</summary>
    public static CachedFile? Parse(Guid imageId, string name) =>
        name.Split('.') is [{ Length: HexLength } key, { Length: HexLength } hash, var bytes, var extension]
        && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new CachedFile(imageId, key, hash, length, extension)
            : null;
}
