using System.Diagnostics;

namespace Atelier.Bench.Pictures;

/// <summary>How close every file comes to its input, on both sides; the judge is <c>score.mjs</c>.</summary>
internal static class Scores
{
    /// <summary>By input and file: SSIM of ours and of sharp's.</summary>
    internal static async Task<SortedDictionary<string, double[]>> TakeAsync(
        BenchFolder folder,
        Side ours,
        Side sharp,
        CancellationToken cancellationToken
    )
    {
        var scores = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var (side, kind, format) in Case.All.Select(one => (one.Side, one.Input, one.Original)).Distinct())
        foreach (var input in folder.Inputs(side, kind))
        {
            var name = $"{side} {Path.GetFileName(input)} to {format}";
            var (our, their) = (Folder("ours"), Folder("sharp"));
            await ours.AskAsync(new Command("dump", [input], format, Folder: our), cancellationToken);
            await sharp.AskAsync(new Command("dump", [input], format, Folder: their), cancellationToken);
            foreach (var (file, pair) in await JudgeAsync(folder, input, our, their, cancellationToken))
                scores[$"{name} {file}"] = pair;

            string Folder(string who) =>
                Path.Combine(folder.Scratch, "made", who, $"{side}-{format}-{Path.GetFileName(input)}");
        }

        return scores;
    }

    private static async Task<Dictionary<string, double[]>> JudgeAsync(
        BenchFolder folder,
        string input,
        string our,
        string their,
        CancellationToken cancellationToken
    )
    {
        using var process = Process.Start(
            new ProcessStartInfo("node", [folder.PathOf("score.mjs"), input, our, their])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Lines.Read<Dictionary<string, double[]>>(text);
    }
}
