using Atelier.Bench.Photos.Checking;
using Atelier.Bench.Photos.Pictures;
using Atelier.Bench.Photos.Serving;
using Atelier.Client;
using Atelier.Client.Photos;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;

namespace Atelier.Bench.Photos.Runs;

/// <summary>
/// The server is killed while Replicate restyles a photo: in turn before the answer to its call, and while the prediction runs. A
/// sweep comes meanwhile to the session, whose time seems over. The prediction is made once, its picture arrives, and when all
/// sessions are over nothing is left.
/// </summary>
internal sealed class RestyleRun(int ways, Action<string> say)
{
    // Only Replicate has it here: nobody else has a key.
    private const string Model = "sdxl";

    private const string OldSql = "UPDATE atelier.photo_sessions SET active_at = active_at - interval '5 hours'";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Recogniser _recogniser = new();
    private readonly List<string> _problems = [];

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var emulator = await Emulator.StartAsync(
            new EmulatorOptions { LongestEdge = 256, TaskDuration = null },
            cancellationToken
        );
        await using var house = await House.OpenAsync(Settings(emulator), cancellationToken);
        using var client = await house.AddCallerAsync("premium", new AtelierClientOptions(), cancellationToken);
        for (var way = 0; way < ways; way++)
        {
            await GoAsync(house, emulator.Replicate, client.Photos, way, cancellationToken);
        }

        var bill = emulator.Replicate.Bill;
        Expect("predictions", ways, bill.Items.Count);
        Expect("calls that break the wire's rules", 0, emulator.Replicate.Violations.Count);
        Expect("the book", bill.NanoDollars, await CostAsync(house));
        Expect("attempts", (long)ways, await house.ScalarAsync<long>("SELECT count(*) FROM atelier.attempts"));
        _problems.AddRange(await LedgerAudit.RunAsync(house, cancellationToken));
        _problems.AddRange(await PhotoAudit.RunAsync(house, orphans: false));
        await house.MoveClockAsync(TimeSpan.FromHours(5));
        for (var tries = 0; tries < 3 && await SessionsAsync(house) > 0; tries++)
        {
            await Owner.CleanUpAsync(house, cancellationToken);
            // The server's own sweep may have had the turn.
            await house.MoveClockAsync(TimeSpan.FromMinutes(6));
        }

        await Leftovers.SweepOrphansAsync(house, cancellationToken);
        var left = await Leftovers.FindAsync(house, cancellationToken);
        _problems.AddRange(await LedgerAudit.RunAsync(house, cancellationToken));
        say($"restyles: {ways} kills while Replicate worked, {bill.Items.Count} predictions, {left.Count} things left");
        return [.. _problems, .. left];
    }

    private static Dictionary<string, string> Settings(Emulator emulator) =>
        new()
        {
            ["REPLICATE_API_TOKEN"] = "r8_bench",
            ["ATELIER__Providers__replicate__BaseUrl"] = emulator.BaseUrl("replicate").AbsoluteUri,
            ["MONTHLY_BUDGET_LIMIT"] = "1000",
        };

    private async Task GoAsync(
        House house,
        EmulatedWire replicate,
        PhotoClient photos,
        int way,
        CancellationToken cancellationToken
    )
    {
        var unanswered = way % 2 == 0;
        if (unanswered)
        {
            replicate.AddFaults(new FaultRule { Action = FaultAction.HangAfter, Operation = "predictions" });
        }

        using var photo = new MemoryStream(TestPhoto.Small(way));
        var upload = await photos.UploadAsync(photo, TestPhoto.NameOf(way), cancellationToken: cancellationToken);
        var request = new PhotoRequest(upload.SessionId) { Style = PhotoStyles.Oil, Provider = Model };
        var task = await photos.GenerateAsync(request, cancellationToken);
        await UntilAsync(() => Task.FromResult(replicate.RunningTasks == 1), cancellationToken);
        if (!unanswered)
        {
            await UntilAsync(async () => await KnownAsync(house) == way + 1, cancellationToken);
        }

        await house.KillAsync();
        await house.StartAsync(cancellationToken);
        await house.ScalarAsync<object>(OldSql);
        await Owner.CleanUpAsync(house, cancellationToken);
        // A prediction whose answer died with the server is found while it runs, and no other is made.
        await UntilAsync(async () => await KnownAsync(house) == way + 1, cancellationToken);
        replicate.FinishTasks();
        var status = await photos.WaitAsync(task.TaskId, limit: Patience, cancellationToken: cancellationToken);
        if (status.Status is not PhotoState.Completed)
        {
            _problems.Add($"task {task.TaskId} failed: {status.Error}");
            return;
        }

        using var file = new MemoryStream();
        await photos.DownloadAsync(upload.SessionId, file, cancellationToken: cancellationToken);
        if (await _recogniser.ReadAsync(file.ToArray(), cancellationToken) is { } wrong)
        {
            _problems.Add($"task {task.TaskId}: {wrong}");
        }
    }

    private static Task<long> KnownAsync(House house) =>
        house.ScalarAsync<long>("SELECT count(*) FROM atelier.attempts WHERE task_id IS NOT NULL");

    private static Task<long> CostAsync(House house) =>
        house.ScalarAsync<long>("SELECT sum(nanos)::bigint FROM atelier.costs WHERE entry IN ('cost', 'overrun')");

    private static Task<long> SessionsAsync(House house) =>
        house.ScalarAsync<long>("SELECT count(*) FROM atelier.photo_sessions");

    private static async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (!await isSo())
        {
            await Task.Delay(Pause, TimeProvider.System, either.Token);
        }
    }

    private void Expect<T>(string what, T expected, T actual)
    {
        if (!Equals(expected, actual))
        {
            _problems.Add($"{what}: {actual}, where it should be {expected}");
        }
    }
}
