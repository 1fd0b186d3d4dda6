using System.Net.Http.Headers;
using System.Text;
using Atelier.Bench.Inflight.Serving;
using Atelier.Bench.Photos.Checking;
using Atelier.Bench.Photos.Serving;
using Atelier.Data.Accounts;
using Dapper;

namespace Atelier.Bench.Inflight.Runs;

/// <summary>
/// Many generations under way at the same time on one node, as tasks of providers that are slow: how fast they are accepted, what
/// the node uses while it asks for all of them, and whether every one ends, at the price that the providers billed.
/// </summary>
internal sealed class InflightRun(InflightPlan plan, Action<string> say)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly List<string> _problems = [];

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var providers = await SlowProviders.StartAsync(cancellationToken);
        await using var house = await House.OpenAsync(Settings(providers), cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(plan.Limit);
        try
        {
            await RunAsync(house, providers, limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            _problems.Add(limit.IsCancellationRequested ? $"not over after {plan.Limit}" : exception.Message);
        }
        catch (InvalidOperationException exception)
        {
            _problems.Add(exception.Message);
        }

        // Whatever came of it, or did not.
        await CheckAsync(house, providers, plan.Generations + Wire.All.Count, CancellationToken.None);
        return _problems;
    }

    private async Task RunAsync(House house, SlowProviders providers, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = house.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await AddCallerAsync(house, cancellationToken)
        );
        // The first of each costs more than the next ones.
        await StartAllAsync(http, Wire.All.Count, cancellationToken);
        await UntilAsync(house, "complete", Wire.All.Count, cancellationToken);
        foreach (var wire in Wire.All)
        {
            await providers.HoldAsync(wire.Id, cancellationToken);
        }

        var all = plan.Generations + Wire.All.Count;
        say($"{plan.Generations} generations at {string.Join(" and ", Wire.All.Select(wire => wire.Id))}");
        var accepting = await Stretch.BeginAsync(house);
        await StartAllAsync(http, plan.Generations, cancellationToken);
        say($"  accepted: {plan.Generations / accepting.Seconds:0}/s; {await accepting.EndAsync()}");
        await UntilAsync(house, "submitted", plan.Generations, cancellationToken);
        say($"  all under way: {plan.Generations / accepting.Seconds:0}/s; {await accepting.EndAsync()}");

        var holding = await Stretch.BeginAsync(house);
        await Task.Delay(plan.Held, TimeProvider.System, cancellationToken);
        say($"  held: {await holding.EndAsync()}");
        say($"  questions that are late by then: {await LateAsync(house)}");

        var ending = await Stretch.BeginAsync(house);
        foreach (var wire in Wire.All)
        {
            await providers.FinishAsync(wire.Id, cancellationToken);
        }

        await UntilAsync(house, "complete", all, cancellationToken);
        say($"  all complete: {plan.Generations / ending.Seconds:0}/s; {await ending.EndAsync()}");
    }

    private static Task<string?> LateAsync(House house) =>
        house.ScalarAsync<string>(
            """
            SELECT count(*) || coalesce(', the latest by ' || round(max(extract(epoch FROM now() - follow_at)), 1) || ' s', '')
            FROM atelier.queue WHERE state = 'ready' AND follow_at < now() - interval '1 second'
            """
        );

    private Dictionary<string, string> Settings(SlowProviders providers)
    {
        var settings = new Dictionary<string, string> { ["MONTHLY_BUDGET_LIMIT"] = "1000000" };
        if (plan.PollsPerSecond is { } polls)
        {
            settings["Work__PollsPerSecond"] = $"{polls}";
        }

        foreach (var wire in Wire.All)
        {
            settings[wire.KeyVariable] = "key-of-a-bench-0123456789";
            settings[$"ATELIER__Providers__{wire.Id}__BaseUrl"] = new Uri(providers.Url, wire.Id).AbsoluteUri;
        }

        return settings;
    }

    private static async Task<string> AddCallerAsync(House house, CancellationToken cancellationToken)
    {
        var account = await new AccountStore(house.Data).CreateAsync(
            new NewAccount("Caller", "premium", 1_000_000_000),
            cancellationToken
        );
        await using var connection = await house.Data.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "UPDATE atelier.accounts SET daily_limit = -1, max_active = -1 WHERE id = @account",
            new { account }
        );
        // What an entry of a provider without `lane` means.
        await connection.ExecuteAsync("UPDATE atelier.lanes SET capacity = NULL");
        var secret = ApiKeySecret.Create();
        await new KeyStore(house.Data).SaveAsync(account, "bench", secret, ["generate", "read"], cancellationToken);
        return secret;
    }

    private Task StartAllAsync(HttpClient http, int count, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = plan.Callers, CancellationToken = cancellationToken },
            async (number, cancel) => await StartAsync(http, Wire.All[number % Wire.All.Count], cancel)
        );

    private static async Task StartAsync(HttpClient http, Wire wire, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations");
        request.Headers.Add("Prefer", "respond-async");
        request.Content = new StringContent(
            $$"""{"prompt": "a calm lake", "model": "{{wire.Model}}", "size": "256x256", "fallback": "strict"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await http.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode != 202)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new InvalidOperationException($"Not accepted: {(int)response.StatusCode} {text}");
        }
    }

    private static async Task UntilAsync(House house, string state, int count, CancellationToken cancellationToken)
    {
        var sql =
            state == "submitted"
                ? "SELECT count(*) FROM atelier.attempts WHERE state = 'submitted'"
                : "SELECT count(*) FROM atelier.generations WHERE state = @state";
        while (await house.ScalarAsync<long>(sql, new { state }) < count)
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private async Task CheckAsync(House house, SlowProviders providers, int all, CancellationToken cancellationToken)
    {
        var states = await house.ScalarAsync<string>(
            "SELECT string_agg(told, ', ') FROM (SELECT state || ': ' || count(*) AS told FROM atelier.generations GROUP BY state) AS t"
        );
        say($"  generations by state: {states ?? "none"}");
        Expect("generations", all, await CountAsync(house, "generations"));
        Expect("complete", all, await CountAsync(house, "generations WHERE state = 'complete'"));
        Expect("pictures", all, await CountAsync(house, "images"));
        Expect("paid calls", all, await CountAsync(house, "attempts WHERE state = 'succeeded'"));
        var other = await house.ScalarAsync<string>(
            "SELECT string_agg(told, ', ') FROM (SELECT state || ' ' || coalesce(failure, '') || ': ' || count(*) AS told FROM atelier.attempts WHERE state <> 'succeeded' GROUP BY state, failure) AS t"
        );
        // An intent that came too late is never sent; a call that was sent must succeed.
        say($"  intents that made no picture: {other ?? "none"}");
        Expect(
            "paid calls that failed",
            0,
            await CountAsync(house, "attempts WHERE state NOT IN ('succeeded', 'not_sent')")
        );
        foreach (var wire in Wire.All)
        {
            var (lines, nanos) = await providers.BillAsync(wire.Id, cancellationToken);
            Expect($"tasks at {wire.Id}", all / Wire.All.Count, lines);
            var booked = await house.ScalarAsync<long>(
                "SELECT coalesce(sum(nanos), 0)::bigint FROM atelier.costs WHERE provider = @Id AND entry IN ('cost', 'overrun')",
                new { wire.Id }
            );
            Expect($"nano-dollars of {wire.Id}'s bill", nanos, booked);
            Expect(
                $"calls that break {wire.Id}'s rules",
                0,
                await providers.ViolationsAsync(wire.Id, cancellationToken)
            );
            say($"  {wire.Id}: {lines} tasks for ${nanos / 1e9:0.######}, booked ${booked / 1e9:0.######}");
        }

        _problems.AddRange(await LedgerAudit.RunAsync(house, cancellationToken));
    }

    private static Task<long> CountAsync(House house, string what) =>
        house.ScalarAsync<long>($"SELECT count(*) FROM atelier.{what}");

    private void Expect(string what, long expected, long found)
    {
        if (found != expected)
        {
            _problems.Add($"{what}: {found} where {expected} were expected");
        }
    }
}
