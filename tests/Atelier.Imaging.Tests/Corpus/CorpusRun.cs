using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>Reads files one after the other and measures each.</summary>
internal sealed class CorpusRun(PictureReader reader, TimeProvider time)
{
    internal async Task<IReadOnlyList<CorpusResult>> RunAsync(
        IEnumerable<CorpusFile> files,
        CancellationToken cancellationToken
    )
    {
        var results = new List<CorpusResult>();
        foreach (var file in files)
            results.Add(await RunAsync(file, cancellationToken));
        return results;
    }

    private async Task<CorpusResult> RunAsync(CorpusFile file, CancellationToken cancellationToken)
    {
        var bytes = file.Make();
        var canMeasure = ProcessMemory.Forget();
        var before = ProcessMemory.Now();
        var started = time.GetTimestamp();
        var outcome = await ReadAsync(bytes, cancellationToken);
        var elapsed = time.GetElapsedTime(started);
        var extra = canMeasure ? Math.Max(0, ProcessMemory.Peak() - before) : (long?)null;
        var problem = file.Verdict.Allows(outcome)
            ? null
            : $"{file.Kind}/{file.Name}: {outcome}, must be {file.Verdict}";
        return new CorpusResult(file.Kind, file.Name, file.Verdict.IsExact, outcome.Reason, problem, elapsed, extra);
    }

    // Any other exception ends the run, and so does a crash.
    private async Task<Outcome> ReadAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            return new Outcome(await reader.ReadAsync(bytes, cancellationToken), null);
        }
        catch (UnreadablePictureException refusal)
        {
            return new Outcome(null, refusal.Reason);
        }
    }
}
