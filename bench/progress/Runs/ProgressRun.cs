using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Atelier.Bench.Photos.Serving;
using Atelier.Data.Accounts;
using Atelier.Emulators.Hosting;
using Dapper;

namespace Atelier.Bench.Progress.Runs;

/// <summary>
/// Two nodes on one database: the first makes pictures at an emulated OpenAI, both tell. Clients of one account are cut off at
/// random and go on at either node; none may miss an end, have a stage twice or out of order, or see progress fall.
/// </summary>
internal sealed class ProgressRun(ProgressPlan plan, Action<string> say)
{
    private readonly List<string> _problems = [];

    public async Task<List<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var emulator = await Emulator.StartAsync(
            new EmulatorOptions { LongestEdge = 64 },
            cancellationToken
        );
        await using var house = await House.OpenAsync(Settings(emulator), cancellationToken);
        var second = await house.AddNodeAsync(["OPENAI_API_KEY"], cancellationToken);
        var key = await AddCallerAsync(house, cancellationToken);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        // The first picture costs more than the next ones.
        await MakeAsync(http, house.Url, "wait=60", cancellationToken);

        var listeners = Enumerable
            .Range(0, plan.Clients)
            .Select(_ => new Listener([house.Url, second], key, plan.LongestLife))
            .ToList();
        var start = Stopwatch.GetTimestamp();
        var all = plan.Generations + 1;
        var listening = listeners.ConvertAll(one => one.RunAsync(all, cancellationToken));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, plan.Generations),
            new ParallelOptions { MaxDegreeOfParallelism = plan.AtOnce, CancellationToken = cancellationToken },
            async (_, cancel) => await MakeAsync(http, house.Url, "wait=60", cancel)
        );
        var made = Stopwatch.GetElapsedTime(start);
        try
        {
            await Task.WhenAll(listening).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            _problems.Add($"after a minute {listeners.Count(one => one.Ended < all)} clients still miss an end");
        }

        say(
            $"{plan.Clients} clients, {plan.Generations} generations in {made.TotalSeconds:0.0} s, {listeners.Sum(one => one.Connections)} connections"
        );
        await CheckAsync(house, listeners);
        await MeasureAsync(house, listeners);
        return _problems;
    }

    private static Dictionary<string, string> Settings(Emulator emulator) =>
        new()
        {
            ["OPENAI_API_KEY"] = "sk-bench",
            ["ATELIER__Providers__openai__BaseUrl"] = emulator.BaseUrl("openai").AbsoluteUri,
            ["MONTHLY_BUDGET_LIMIT"] = "1000000",
            ["Progress__MaxConnections"] = "1000",
        };

    private static async Task<string> AddCallerAsync(House house, CancellationToken cancellationToken)
    {
        var account = await new AccountStore(house.Data).CreateAsync(
            new NewAccount("Watcher", "premium", 1_000_000_000),
            cancellationToken
        );
        await using var connection = await house.Data.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "UPDATE atelier.accounts SET daily_limit = -1, max_active = -1 WHERE id = @account",
            new { account }
        );
        await connection.ExecuteAsync("UPDATE atelier.lanes SET capacity = NULL");
        var secret = ApiKeySecret.Create();
        await new KeyStore(house.Data).SaveAsync(account, "bench", secret, ["generate", "read"], cancellationToken);
        return secret;
    }

    private static async Task MakeAsync(HttpClient http, Uri node, string wait, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node, "/v1/generations"));
        request.Headers.Add("Prefer", wait);
        request.Content = new StringContent(
            """{"prompt": "a calm lake", "model": "gpt-image-2.5-flare", "size": "1024x640", "fallback": "strict"}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        using var json = JsonDocument.Parse(text);
        if (!response.IsSuccessStatusCode || json.RootElement.GetProperty("state").GetString() != "complete")
        {
            throw new InvalidOperationException($"No picture: {text}");
        }
    }

    private async Task CheckAsync(House house, List<Listener> listeners)
    {
        await using var connection = await house.Data.OpenConnectionAsync();
        var stages = (
            await connection.QueryAsync<(long Seq, Guid Generation)>(
                "SELECT seq, generation_id FROM atelier.events WHERE account_id <> (SELECT id FROM atelier.accounts WHERE owner) ORDER BY seq"
            )
        ).AsList();
        var (twice, missed, disorder, falls) = (0, 0, 0, 0);
        foreach (var messages in listeners.Select(one => one.Messages))
        {
            twice += messages.Count - messages.DistinctBy(message => message.Seq).Count();
            disorder += messages.Zip(messages.Skip(1)).Count(pair => pair.Second.Seq <= pair.First.Seq);
            falls += messages
                .GroupBy(message => message.Generation)
                .Sum(one => one.Zip(one.Skip(1)).Count(pair => pair.Second.Progress < pair.First.Progress));
            // Whoever has seen the last end stops there.
            var until = messages.Count > 0 ? messages[^1].Seq : 0;
            missed += stages
                .Where(stage => stage.Seq <= until)
                .ExceptBy(messages.Select(message => message.Seq), stage => stage.Seq)
                .Count();
        }

        say(
            $"  {stages.Count} stages, {listeners.Sum(one => one.Messages.Count)} messages: {missed} missed, {twice} delivered twice, {disorder} out of order, {falls} falls of progress"
        );
        Expect("stages that a client missed", missed);
        Expect("stages that a client had twice", twice);
        Expect("messages out of order", disorder);
        Expect("falls of progress", falls);
    }

    private async Task MeasureAsync(House house, List<Listener> listeners)
    {
        await using var connection = await house.Data.OpenConnectionAsync();
        var stored = (
            await connection.QueryAsync<(Guid Generation, DateTime At)>(
                "SELECT generation_id, stored_at FROM atelier.attempts WHERE stored_at IS NOT NULL"
            )
        ).ToDictionary(row => row.Generation, row => new DateTimeOffset(row.At, TimeSpan.Zero));
        var live = listeners.SelectMany(one => one.Messages).Where(message => message.Live).ToList();
        foreach (var (node, name) in new[] { (0, "on the node that works"), (1, "on the other node") })
        {
            var here = live.FindAll(message => message.Node == node);
            say(
                $"  {name}: event to client {Spread([.. here.Select(message => message.ReceivedAt - message.At)])}; provider done to client {Spread([.. here.Where(message => message is { Progress: 70 } && stored.ContainsKey(message.Generation)).Select(message => message.ReceivedAt - stored[message.Generation])])}"
            );
        }
    }

    private static string Spread(List<TimeSpan> times)
    {
        if (times.Count == 0)
        {
            return "(none)";
        }

        times.Sort();
        return $"p50 {times[times.Count / 2].TotalMilliseconds:0} ms, p95 {times[(int)(times.Count * 0.95)].TotalMilliseconds:0} ms ({times.Count})";
    }

    private void Expect(string what, int count)
    {
        if (count > 0)
        {
            _problems.Add($"{what}: {count}");
        }
    }
}
