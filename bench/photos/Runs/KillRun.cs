using System.Diagnostics;
using Atelier.Bench.Photos.Checking;
using Atelier.Bench.Photos.Pictures;
using Atelier.Bench.Photos.Serving;
using Atelier.Client;

namespace Atelier.Bench.Photos.Runs;

/// <summary>
/// The server is killed again and again while callers upload, work and download, and while sessions are swept. Whatever was
/// promised to a caller must be there, each task exactly once; when all sessions are over, nothing.
/// </summary>
internal sealed class KillRun(KillPlan plan, Action<string> say)
{
    // A sweep holds its turn so long; a killed one cannot give it back.
    private static readonly TimeSpan SweepTurn = TimeSpan.FromMinutes(6);
    private readonly Noise _chance = new(plan.Seed);

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var house = await House.OpenAsync(new Dictionary<string, string>(), cancellationToken);
        // The calls of a caller whose server is away must fail soon, and are made again by him.
        var options = new AtelierClientOptions
        {
            MaxRetries = 1,
            CallLimit = TimeSpan.FromSeconds(20),
            EventSilenceLimit = TimeSpan.FromSeconds(20),
        };
        using var client = await house.AddCallerAsync("premium", options, cancellationToken);
        using var enough = new CancellationTokenSource();
        var callers = Enumerable
            .Range(0, plan.Callers)
            .Select(number => new KillCaller(client.Photos, number * 1_000_000))
            .ToList();
        var start = Stopwatch.GetTimestamp();
        var working = callers.ConvertAll(caller => caller.RunAsync(enough.Token, cancellationToken));
        for (var kill = 0; kill < plan.Kills; kill++)
        {
            await LiveAsync(plan.LongestLife, cancellationToken);
            await house.KillAsync();
            await house.StartAsync(cancellationToken);
        }

        await enough.CancelAsync();
        await Task.WhenAll(working);
        var (uploads, tasks) = (callers.Sum(caller => caller.Uploads), callers.Sum(caller => caller.Tasks));
        say(
            $"kills: {plan.Kills} in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s while {plan.Callers} callers worked: {uploads} uploads, {tasks} tasks, {callers.Sum(caller => caller.Lost)} calls lost and made again"
        );

        var problems = callers.SelectMany(caller => caller.Problems).ToList();
        var accepted = await house.ScalarAsync<long>("SELECT count(*) FROM atelier.generations");
        if (accepted != tasks)
        {
            problems.Add($"{accepted} tasks were accepted where {tasks} were asked for");
        }

        if (uploads == 0 || tasks == 0)
        {
            problems.Add("nothing was done between the kills");
        }

        problems.AddRange(await LedgerAudit.RunAsync(house, cancellationToken));
        problems.AddRange(await PhotoAudit.RunAsync(house, orphans: false));
        await SweepAsync(house, problems, cancellationToken);
        return problems;
    }

    private async Task SweepAsync(House house, List<string> problems, CancellationToken cancellationToken)
    {
        var sessions = await CountAsync(house);
        await house.MoveClockAsync(TimeSpan.FromHours(5));
        var kills = 0;
        for (; kills < plan.SweepKills && await CountAsync(house) > 0; kills++)
        {
            var sweep = Owner.CleanUpAsync(house, cancellationToken);
            await LiveAsync(TimeSpan.FromMilliseconds(250), cancellationToken);
            await house.KillAsync();
            await sweep;
            await house.StartAsync(cancellationToken);
            await house.MoveClockAsync(SweepTurn);
        }

        // One that failed may be tried again; a second without a kill must not be needed for more.
        for (var tries = 0; tries < 3 && await CountAsync(house) > 0; tries++)
        {
            await Owner.CleanUpAsync(house, cancellationToken);
            await house.MoveClockAsync(SweepTurn);
        }

        problems.AddRange(await LedgerAudit.RunAsync(house, cancellationToken));
        var orphans = await Leftovers.SweepOrphansAsync(house, cancellationToken);
        var left = await Leftovers.FindAsync(house, cancellationToken);
        problems.AddRange(left);
        say(
            $"  {sessions} sessions swept under {kills} further kills; {orphans} folders of files without rows a day later; {left.Count} things left"
        );
    }

    private async Task LiveAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        await Task.Delay(longest * _chance.Next(1000) / 1000, TimeProvider.System, cancellationToken);

    private static Task<long> CountAsync(House house) =>
        house.ScalarAsync<long>("SELECT count(*) FROM atelier.photo_sessions");
}
