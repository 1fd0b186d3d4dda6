using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>What became of one file, without its pixels: kept, they would count as the reader's memory.</summary>
/// <param name="IsExact">Whether one outcome alone was right.</param>
/// <param name="Reason">Why it was refused; null when it was accepted.</param>
/// <param name="Problem">Null when the verdict was met.</param>
/// <param name="Elapsed">How long the reader took.</param>
/// <param name="ExtraMemory">Bytes the process held at most above what it held before, or null where Linux does not tell.</param>
internal sealed record CorpusResult(
    string Kind,
    string Name,
    bool IsExact,
    UnreadablePictureReason? Reason,
    string? Problem,
    TimeSpan Elapsed,
    long? ExtraMemory
);
