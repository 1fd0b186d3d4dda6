using System.Diagnostics;
using System.Globalization;
using System.Net;
using Atelier.Bench.Photos.Checking;
using Atelier.Bench.Photos.Pictures;
using Atelier.Bench.Photos.Serving;
using Atelier.Client;
using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.TestKit.Racing;

namespace Atelier.Bench.Photos.Runs;

/// <summary>
/// Many uploads at the same moment: each is answered, none is lost, memory is bounded, throughput stands beside the disk's own.
/// </summary>
internal sealed class UploadRun(UploadPlan plan, Action<string> say)
{
    private const double Mega = 1024 * 1024;
    private readonly Recogniser _recogniser = new();

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        var count = plan.Count;
        await using var house = await House.OpenAsync(Settings(), cancellationToken);
        // What the service answers at first is looked at; who is told to come back does so with the patience of a client.
        var options = new AtelierClientOptions { CallLimit = TimeSpan.FromMinutes(5), MaxRetries = 0 };
        using var client = await house.AddCallerAsync("premium", options, cancellationToken);
        var files = await MakeFilesAsync(house.Scratch, cancellationToken);
        var bytes = files.Sum(file => new FileInfo(file).Length);
        say($"uploads: {count} files, {bytes / Mega:0} MiB, all at once");
        // What the first one starts is not what the many need.
        await client.Photos.UploadFileAsync(files[0], cancellationToken: cancellationToken);
        var (before, cpu) = (house.Server.CurrentMemory(), house.Server.CpuSeconds());

        var start = Stopwatch.GetTimestamp();
        var first = await Together.RunAsync(
            count,
            index => UploadAsync(client.Photos, files[index], index, cancellationToken)
        );
        using var patient = house.Again(client, options with { MaxRetries = 20 });
        var uploads = await Together.RunAsync(
            count,
            async index =>
                first[index].Later
                    ? await UploadAsync(patient.Photos, files[index], index, cancellationToken)
                    : first[index]
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cpu = house.Server.CpuSeconds() - cpu;
        var peak = house.Server.PeakMemory();
        var raw = await RawDisk.WriteAsync(Path.Combine(house.Scratch, "raw"), files, cancellationToken);

        say(
            $"  {seconds:0.0} s, {bytes / Mega / seconds:0.0} MiB/s, {count / seconds:0.0} uploads/s; server CPU {cpu:0.0} s"
        );
        say($"  {first.Count(each => each.Later)} were told to come back, and did");
        say($"  raw disk: {raw:0.00} s, {bytes / Mega / raw:0.0} MiB/s; ratio {raw / seconds:0.000}");
        say($"  server's memory: {before / Mega:0} MiB before, {peak / Mega:0} MiB at its highest (VmHWM)");
        return await CheckAsync(house, client.Photos, uploads, cancellationToken);
    }

    private Dictionary<string, string> Settings() =>
        plan.Places is { } places
            ? new Dictionary<string, string> { ["Photo__MaxUploads"] = places.ToString(CultureInfo.InvariantCulture) }
            : [];

    private static async Task<Outcome> UploadAsync(
        PhotoClient photos,
        string file,
        int seed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return new Outcome(
                await photos.UploadFileAsync(
                    file,
                    idempotencyKey: $"upload-{seed}",
                    cancellationToken: cancellationToken
                )
            );
        }
        catch (AtelierClientException exception)
        {
            var later =
                exception is
                {
                    StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
                    Code: not ClientErrorCodes.Unknown,
                    RetryAfter: not null
                };
            return new Outcome(Problem: $"{exception.StatusCode} {exception.Code}: {exception}", Later: later);
        }
    }

    private async Task<List<string>> CheckAsync(
        House house,
        PhotoClient photos,
        IReadOnlyList<Outcome> uploads,
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
        say($"  {sessions} of {plan.Count} photos kept and found again as they were sent");
        // The first was sent once more beforehand, without its key.
        if (
            await house.ScalarAsync<long>("SELECT count(*) FROM atelier.photo_sessions") is var rows
            && rows != sessions + 1
        )
        {
            problems.Add($"{rows} sessions are there where {sessions + 1} were promised");
        }

        problems.AddRange(await PhotoAudit.RunAsync(house, orphans: true));
        return problems;
    }

    private async Task<List<string>> MakeFilesAsync(string folder, CancellationToken cancellationToken)
    {
        var files = Enumerable
            .Range(0, plan.Count)
            .Select(seed => Path.Combine(folder, TestPhoto.NameOf(seed)))
            .ToList();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, plan.Count),
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken },
            async (seed, cancel) =>
                await File.WriteAllBytesAsync(
                    files[seed],
                    plan.Large ? TestPhoto.Large(seed) : TestPhoto.Medium(seed),
                    cancel
                )
        );
        return files;
    }

    /// <param name="Later">Whether the service said that it has no room now, and when to come back.</param>
    private sealed record Outcome(PhotoUpload? Upload = null, string? Problem = null, bool Later = false);
}
