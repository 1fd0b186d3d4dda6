namespace Atelier.Imaging.Tests.Corpus;

/// <summary>What became of one file.</summary>
/// <param name="Elapsed">How long the reader took.</param>
/// <param name="ExtraMemory">Bytes the process held at most above what it held before, or null where Linux does not tell.</param>
internal sealed record CorpusResult(CorpusFile File, Outcome Outcome, TimeSpan Elapsed, long? ExtraMemory)
{
    /// <summary>Null when the verdict was met.</summary>
    internal string? Problem =>
        File.Verdict.Allows(Outcome) ? null : $"{File.Kind}/{File.Name}: {Outcome}, must be {File.Verdict}";
}
