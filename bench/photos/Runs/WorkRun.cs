using System.Diagnostics;
using Atelier.Bench.Photos.Checking;
using Atelier.Bench.Photos.Pictures;
using Atelier.Bench.Photos.Serving;
using Atelier.Client;
using Atelier.Client.Errors;
using Atelier.Client.Photos;
using Atelier.Emulators.Hosting;
using Atelier.TestKit.Racing;

namespace Atelier.Bench.Photos.Runs;

/// <summary>The whole way, many at once: upload, generate, wait, download; then the counts, the limits and the books.</summary>
internal sealed class WorkRun(int count, string provider, Action<string> say)
{
    private const int AtOnce = 16;
    private const int FreePictures = 5;
    private const int FreeCalls = 50;

    private static readonly string[] Styles =
    [
        PhotoStyles.Pixel,
        PhotoStyles.Oil,
        PhotoStyles.Cartoon,
        PhotoStyles.Ghibli,
        PhotoStyles.Dragonball,
    ];

    private readonly Recogniser _recogniser = new();
    private readonly List<string> _problems = [];

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var emulator = await Emulator.StartAsync(
            new EmulatorOptions { LongestEdge = 256 },
            cancellationToken
        );
        await using var house = await House.OpenAsync(Settings(emulator), cancellationToken);
        using var paying = await house.AddCallerAsync("premium", new AtelierClientOptions(), cancellationToken);
        using var free = await house.AddCallerAsync("free", new AtelierClientOptions(), cancellationToken);
        await RunOneAsync(paying.Photos, 0, cancellationToken);

        var times = new double[count];
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, cancel) =>
            {
                var begun = Stopwatch.GetTimestamp();
                await RunOneAsync(paying.Photos, index, cancel);
                times[index] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            }
        );
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(times);
        say(
            $"work ({provider}): {count} whole ways, {AtOnce} at once: {seconds:0.0} s, {count / seconds:0.0}/s, one way p50 {times[count / 2]:0.00} s, p95 {times[(int)(count * 0.95)]:0.00} s"
        );

        await CheckLimitAsync(free.Photos, cancellationToken);
        Expect("usage of the day", count + 1, (await paying.Photos.UsageAsync(cancellationToken)).GenerationsToday);
        Expect(
            "generations that are complete",
            count + 1 + FreePictures,
            await house.ScalarAsync<long>("SELECT count(*) FROM atelier.generations WHERE state = 'complete'")
        );
        if (provider == "openai")
        {
            Expect("paid calls", count + 1 + FreePictures, emulator.OpenAi.Calls.Count(call => call.Method == "POST"));
            Expect("calls that break the wire's rules", 0, emulator.OpenAi.Violations.Count);
        }

        var books = await LedgerAudit.RunAsync(house, cancellationToken);
        var files = await PhotoAudit.RunAsync(house, orphans: false);
        say($"  ledger: {books.Count} problems; rows and files: {files.Count} problems");
        return [.. _problems, .. books, .. files];
    }

    private Dictionary<string, string> Settings(Emulator emulator) =>
        provider == "openai"
            ? new()
            {
                ["OPENAI_API_KEY"] = "sk-bench",
                ["ATELIER__Providers__openai__BaseUrl"] = emulator.BaseUrl("openai").AbsoluteUri,
                ["MONTHLY_BUDGET_LIMIT"] = "1000",
            }
            : [];

    private async Task RunOneAsync(PhotoClient photos, int seed, CancellationToken cancellationToken)
    {
        try
        {
            using var photo = new MemoryStream(TestPhoto.Small(seed));
            var run = await photos.RunAsync(
                photo,
                TestPhoto.NameOf(seed),
                upload => new PhotoRequest(upload.SessionId) { Style = Styles[seed % Styles.Length] },
                cancellationToken: cancellationToken
            );
            using var file = new MemoryStream();
            if (run.Status.Status is PhotoState.Failed)
            {
                Problem($"task {run.Task.TaskId} failed: {run.Status.Error}");
                return;
            }

            await photos.DownloadAsync(run.Upload.SessionId, file, cancellationToken: cancellationToken);
            if (await _recogniser.ReadAsync(file.ToArray(), cancellationToken) is { } wrong)
            {
                Problem($"task {run.Task.TaskId}: {wrong}");
            }
        }
        catch (AtelierClientException exception)
        {
            Problem($"way {seed}: {exception.StatusCode} {exception.Code}: {exception.Message}");
        }
    }

    // 50 at the same moment by a fresh free account: exactly five begin.
    private async Task CheckLimitAsync(PhotoClient photos, CancellationToken cancellationToken)
    {
        using var photo = new MemoryStream(TestPhoto.Small(7));
        var upload = await photos.UploadAsync(photo, TestPhoto.NameOf(7), cancellationToken: cancellationToken);
        var outcomes = await Together.RunAsync(FreeCalls, _ => StartAsync(photos, upload, cancellationToken));
        var begun = outcomes.Where(outcome => outcome.TaskId is not null).ToList();
        foreach (var (taskId, _) in begun)
        {
            var status = await photos.WaitAsync(taskId!, cancellationToken: cancellationToken);
            Expect($"end of task {taskId}", PhotoState.Completed, status.Status);
        }

        var usage = await photos.UsageAsync(cancellationToken);
        Expect("tasks that a free account began", FreePictures, begun.Count);
        Expect(
            "refusals for its limit",
            FreeCalls - FreePictures,
            outcomes.Count(outcome => outcome.Code is "DAILY_LIMIT_EXCEEDED" or "RATE_LIMITED")
        );
        Expect("what it has left", (FreePictures, 0), (usage.GenerationsToday, usage.RemainingGenerations));
        say($"  {FreeCalls} calls at once by a free account: {begun.Count} began, {FreeCalls - begun.Count} refused");
    }

    private static async Task<(string? TaskId, string? Code)> StartAsync(
        PhotoClient photos,
        PhotoUpload upload,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return ((await photos.GenerateAsync(new PhotoRequest(upload.SessionId), cancellationToken)).TaskId, null);
        }
        catch (AtelierClientException exception)
        {
            return (null, exception.Code);
        }
    }

    private void Expect<T>(string what, T expected, T actual)
    {
        if (!Equals(expected, actual))
        {
            Problem($"{what}: {actual}, where it should be {expected}");
        }
    }

    private void Problem(string text)
    {
        lock (_problems)
        {
            _problems.Add($"work ({provider}): {text}");
        }
    }
}
