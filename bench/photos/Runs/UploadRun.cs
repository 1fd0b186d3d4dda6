using System.Diagnostics;
using Atelier.Bench.Photos.Checking;
using Atelier.Bench.Photos.Pictures;
using Atelier.Bench.Photos.Serving;
using Atelier.Client;
using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.TestKit.Racing;

namespace Atelier.Bench.Photos.Runs;

/// <summary>Many uploads of 5 MB at the same moment: none lost, memory bounded, throughput beside the disk's own.</summary>
internal sealed class UploadRun(int count, Action<string> say)
{
    private const double Mega = 1024 * 1024;
    private readonly Recogniser _recogniser = new();

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var house = await House.OpenAsync(new Dictionary<string, string>(), cancellationToken);
        using var client = await house.AddCallerAsync(
            "premium",
            new AtelierClientOptions { CallLimit = TimeSpan.FromMinutes(5) },
            cancellationToken
        );
        var files = await MakeFilesAsync(house.Scratch, cancellationToken);
        var bytes = files.Sum(file => new FileInfo(file).Length);
        say($"uploads: {count} files, {bytes / Mega:0} MiB, all at once");
        // What the first one starts is not what the many need.
        await client.Photos.UploadFileAsync(files[0], cancellationToken: cancellationToken);
        var (before, cpu) = (house.Server.CurrentMemory(), house.Server.CpuSeconds());

        var start = Stopwatch.GetTimestamp();
        var uploads = await Together.RunAsync(
            count,
            index => UploadAsync(client.Photos, files[index], cancellationToken)
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = house.Server.CpuSeconds() - cpu;
        var peak = house.Server.PeakMemory();
        var raw = await RawDisk.WriteAsync(Path.Combine(house.Scratch, "raw"), files, cancellationToken);

        say(
            $"  {seconds:0.0} s, {bytes / Mega / seconds:0.0} MiB/s, {count / seconds:0.0} uploads/s; server CPU {cpu:0.0} s"
        );
        say($"  raw disk: {raw:0.00} s, {bytes / Mega / raw:0.0} MiB/s; ratio {raw / seconds:0.000}");
        say($"  server's memory: {before / Mega:0} MiB before, {peak / Mega:0} MiB at its highest (VmHWM)");
        return await CheckAsync(house, client.Photos, uploads, cancellationToken);
    }

    private static async Task<(PhotoUpload? Upload, string? Problem)> UploadAsync(
        PhotoClient photos,
        string file,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await photos.UploadFileAsync(file, cancellationToken: cancellationToken), null);
        }
        catch (AtelierClientException exception)
        {
            return (null, $"{exception.StatusCode} {exception.Code}: {exception.Message}");
        }
    }

    private async Task<List<string>> CheckAsync(
        House house,
        PhotoClient photos,
        IReadOnlyList<(PhotoUpload? Upload, string? Problem)> uploads,
        CancellationToken cancellationToken
    )
    {
        var problems = uploads.Where(each => each.Problem is not null).Select(each => each.Problem!).ToList();
        for (var seed = 0; seed < uploads.Count; seed++)
        {
            if (uploads[seed].Upload is not { } upload)
            {
                continue;
            }

            using var file = new MemoryStream();
            await photos.DownloadAsync(upload.FileUrl, file, cancellationToken);
            if (await _recogniser.ExamineAsync(file.ToArray(), seed, cancellationToken) is { } wrong)
            {
                problems.Add($"upload {seed}: {wrong}");
            }
        }

        var sessions = uploads.Select(each => each.Upload?.SessionId).OfType<string>().Distinct().Count();
        say($"  {sessions} of {count} photos kept and found again as they were sent");
        problems.AddRange(await PhotoAudit.RunAsync(house, orphans: true));
        return problems;
    }

    private async Task<List<string>> MakeFilesAsync(string folder, CancellationToken cancellationToken)
    {
        var files = Enumerable.Range(0, count).Select(seed => Path.Combine(folder, TestPhoto.NameOf(seed))).ToList();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken },
            async (seed, cancel) => await File.WriteAllBytesAsync(files[seed], TestPhoto.Large(seed), cancel)
        );
        return files;
    }
}
