namespace Atelier.Bench.Pictures;

/// <summary>Both sides do the same work in turns, so that a slow minute of the machine hits both.</summary>
internal static class Comparison
{
    private const int SetsARound = 4;

    // .NET compiles a method that is called once a set after thirty sets, and again after sixty.
    private const int WarmUpRounds = 24;

    internal static async Task<Report> RunAsync(
        BenchFolder folder,
        int rounds,
        int? side,
        CancellationToken cancellationToken
    )
    {
        var results = new List<CaseResult>();
        foreach (var one in Case.All.Where(one => side is null || one.Side == side))
        {
            results.Add(await MeasureAsync(one, folder, rounds, cancellationToken));
            Console.WriteLine(Report.Line(results[^1]));
        }

        await using var ours = BenchFolder.StartOurs();
        await using var sharp = folder.StartSharp(fewHeaps: true);
        var versions = (
            (await ours.AskAsync(new Command("hello", []), cancellationToken)).Version,
            (await sharp.AskAsync(new Command("hello", []), cancellationToken)).Version
        );
        var scores = await Scores.TakeAsync(folder, ours, sharp, cancellationToken);
        return new Report(versions, rounds, results, scores);
    }

    private static async Task<CaseResult> MeasureAsync(
        Case one,
        BenchFolder folder,
        int rounds,
        CancellationToken cancellationToken
    )
    {
        await using var ours = BenchFolder.StartOurs();
        await using var sharp = folder.StartSharp(fewHeaps: true);
        var work = new Command(
            "sets",
            folder.Inputs(one.Side, one.Input),
            one.Original,
            Avif: true,
            SetsARound,
            one.InFlight
        );
        // Compilers and allocators settle first, on both sides.
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await ours.AskAsync(work, cancellationToken);
            await sharp.AskAsync(work, cancellationToken);
        }

        List<Answer> our = [];
        List<Answer> their = [];
        List<Answer> complete = [];
        for (var round = 0; round < rounds; round++)
        {
            our.Add(await ours.AskAsync(work, cancellationToken));
            their.Add(await sharp.AskAsync(work, cancellationToken));
            complete.Add(await ours.AskAsync(work with { Avif = false }, cancellationToken));
        }

        // The same once more as plain `node` would be started, for its memory only.
        await using var plain = folder.StartSharp(fewHeaps: false);
        for (var round = 0; round < WarmUpRounds; round++)
            await plain.AskAsync(work, cancellationToken);

        return new CaseResult(
            one,
            Median(our, answer => answer.Cpu) / SetsARound,
            Median(their, answer => answer.Cpu) / SetsARound,
            Median(complete, answer => answer.Cpu) / SetsARound,
            Median(our, answer => answer.Latency),
            Median(their, answer => answer.Latency),
            Median(complete, answer => answer.Latency),
            ours.PeakMegabytes,
            sharp.PeakMegabytes,
            plain.PeakMegabytes,
            our[0].Bytes / 1024.0 / SetsARound,
            their[0].Bytes / 1024.0 / SetsARound
        );
    }

    private static double Median(IEnumerable<Answer> answers, Func<Answer, double> figure)
    {
        var sorted = answers.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
