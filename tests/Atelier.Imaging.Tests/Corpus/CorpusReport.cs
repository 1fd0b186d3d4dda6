using System.Globalization;
using System.Text;
using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>The corpus as a page of text: a row a kind.</summary>
internal static class CorpusReport
{
    private const double MegaByte = 1_000_000;
    private const int Named = 12;

    /// <summary>Writes the page to <c>artifacts/imaging</c>, under the name of the library.</summary>
    internal static async Task WriteAsync(
        IReadOnlyList<CorpusResult> results,
        long grown,
        CancellationToken cancellationToken
    )
    {
        var runtime = TestVips.Start();
        var page = new StringBuilder();
        page.AppendLine(
            CultureInfo.InvariantCulture,
            $"libvips {runtime.Version} ({runtime.Source}): {results.Count} files, grown by {grown / MegaByte:F1} MB"
        );
        page.AppendLine(
            Row("kind", "files", "exact", "accepted", "refused", "slowest refusal ms", "slowest ms", "extra MB")
        );
        foreach (var kind in results.GroupBy(result => result.Kind))
            page.AppendLine(Row(kind.Key, kind.ToList()));
        page.AppendLine(Row("all", results));
        page.AppendLine();
        foreach (var result in results.OrderByDescending(result => result.Elapsed).Take(Named))
            page.AppendLine(Line("slow", result));
        foreach (var result in results.OrderByDescending(result => result.ExtraMemory).Take(Named))
            page.AppendLine(Line("large", result));
        foreach (var problem in results.Select(result => result.Problem).OfType<string>())
            page.AppendLine(problem);

        var path = Path.Combine(Repository.Folder("artifacts"), "imaging", $"corpus-{runtime.Version}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, page.ToString(), cancellationToken);
    }

    private static string Row(string kind, IReadOnlyList<CorpusResult> results)
    {
        var refusals = results.Where(result => result.Reason is not null).ToList();
        return Row(
            kind,
            $"{results.Count}",
            $"{results.Count(result => result.IsExact)}",
            $"{results.Count - refusals.Count}",
            $"{refusals.Count}",
            Slowest(refusals),
            Slowest(results),
            results.Max(result => result.ExtraMemory) is { } most ? Number(most / MegaByte) : "-"
        );
    }

    private static string Line(string what, CorpusResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {result.Kind}/{result.Name} {result.Reason} {result.Elapsed.TotalMilliseconds:F1} ms, "
                + $"{(result.ExtraMemory ?? 0) / MegaByte:F1} MB"
        );

    private static string Slowest(IReadOnlyList<CorpusResult> results) =>
        results.Count == 0 ? "-" : Number(results.Max(result => result.Elapsed).TotalMilliseconds);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Row(string kind, params IEnumerable<string> cells) =>
        $"{kind, -20}{string.Concat(cells.Select(cell => $"{cell, 19}"))}";
}
