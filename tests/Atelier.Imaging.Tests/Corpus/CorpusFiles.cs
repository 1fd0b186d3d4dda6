using Atelier.Imaging.Tests.Corpus.Kinds;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>All files, kind by kind. libvips must run: it writes some of them.</summary>
internal static class CorpusFiles
{
    internal static IEnumerable<CorpusFile> All() =>
        [
            .. OrdinaryFiles.All(),
            .. DepthFiles.All(),
            .. ProgressiveFiles.All(),
            .. CmykFiles.All(),
            .. RotatedFiles.All(),
            .. ProfileFiles.All(),
            .. PrivateFiles.All(),
            .. TinyFiles.All(),
            .. RatioFiles.All(),
            .. AnimatedFiles.All(),
            .. BombFiles.All(),
            .. MetadataFiles.All(),
            .. ScanFiles.All(),
            .. CodingFiles.All(),
            .. LyingFiles.All(),
            .. LyingWebpFiles.All(),
            .. ChecksumFiles.All(),
            .. PolyglotFiles.All(),
            .. OtherFormatFiles.All(),
            .. ShortFiles.All(),
            .. TruncatedFiles.All(),
            .. FlippedFiles.All(),
            .. SplicedFiles.All(),
        ];
}
