using System.Globalization;
using System.Text.Json;
using Atelier.Data.Reports;
using Atelier.TestKit.Houses;
using Dapper;

namespace Atelier.Data.Tests.Reports;

/// <summary>Recounts a cost report from the bare rows of the tables, without a sum made by the database.</summary>
internal sealed class CostRecount
{
    private static readonly string[] Spent = ["cost", "write_off", "overrun"];
    private static readonly string[] Ends = ["cost", "write_off", "clear"];

    private readonly List<Fact> _facts = [];

    public DateOnly FirstDay { get; private init; }

    public static async Task<CostRecount> ReadAsync(TestHouse house)
    {
        await using var connection = await house.Data.OpenConnectionAsync();
        var generations = (
            await connection.QueryAsync<Generation>(
                """
                SELECT id, account_id::text AS Account, key_id::text AS Key, operation, state, plan::text AS Plan,
                  created_at AS CreatedAt, finished_at IS NOT NULL AS Ended FROM generations
                """
            )
        ).ToDictionary(generation => generation.Id);
        var attempts = (
            await connection.QueryAsync<Attempt>(
                "SELECT id, generation_id AS GenerationId, lane, link::int AS Link, state FROM attempts"
            )
        ).ToDictionary(attempt => attempt.Id);
        var pictures = await connection.QueryAsync<(Guid Generation, Guid? Image)>(
            "SELECT generation_id, image_id FROM slots"
        );
        var images = (
            await connection.QueryAsync<(Guid Id, string Provider, string Model)>(
                "SELECT id, provider, model FROM images"
            )
        ).ToDictionary(image => image.Id);
        var entries = (
            await connection.QueryAsync<Entry>(
                "SELECT attempt_id AS AttemptId, entry AS Kind, nanos, created_at AS CreatedAt FROM costs"
            )
        ).ToList();

        var recount = new CostRecount { FirstDay = generations.Values.Min(generation => DayOf(generation.CreatedAt)) };
        foreach (var generation in generations.Values.Where(generation => generation.Ended))
        {
            recount.AddWork(
                generation,
                [.. attempts.Values.Where(attempt => attempt.GenerationId == generation.Id)],
                [
                    .. pictures
                        .Where(slot => slot.Generation == generation.Id && slot.Image is not null)
                        .Select(slot => images[slot.Image!.Value]),
                ]
            );
        }

        foreach (var entry in entries)
        {
            var attempt = attempts[entry.AttemptId];
            var open =
                entry.Kind == "risk"
                && !entries.Any(other => other.AttemptId == entry.AttemptId && Ends.Contains(other.Kind));
            if (open || Spent.Contains(entry.Kind))
            {
                var fact = Fact.Of(generations[attempt.GenerationId], attempt.Lane, attempt.Link);
                recount._facts.Add(fact with { Day = DayOf(entry.CreatedAt), Kind = entry.Kind, Nanos = entry.Nanos });
            }
        }

        return recount;
    }

    public string Total(CostQuery query) => Line([], In(query));

    /// <summary>The lines of all groups, sorted as texts.</summary>
    public IEnumerable<string> Groups(CostQuery query) =>
        In(query)
            .GroupBy(fact => string.Join('|', query.Groups.Select(group => fact.Key(group) ?? "-")))
            .Select(group => Line(group.Key.Split('|'), [.. group]))
            .Order(StringComparer.Ordinal);

    public static string Line(CostRow row) =>
        Line(
            [.. row.Keys.Select(key => key ?? "-")],
            row.Generations,
            row.Successful,
            row.Pictures,
            row.Cost,
            row.WrittenOff,
            row.Overrun,
            row.Open
        );

    private List<Fact> In(CostQuery query) => _facts.FindAll(fact => fact.Day >= query.From && fact.Day <= query.To);

    private static string Line(IReadOnlyList<string> keys, List<Fact> facts) =>
        Line(
            keys,
            facts.Where(fact => fact.Kind is null).Select(fact => fact.Generation.Id).Distinct().Count(),
            facts.Where(fact => fact.Success).Select(fact => fact.Generation.Id).Distinct().Count(),
            facts.Sum(fact => fact.Pictures),
            facts.Where(fact => fact.Kind is not null and not "risk").Sum(fact => fact.Nanos),
            facts.Where(fact => fact.Kind == "write_off").Sum(fact => fact.Nanos),
            facts.Where(fact => fact.Kind == "overrun").Sum(fact => fact.Nanos),
            facts.Where(fact => fact.Kind == "risk").Sum(fact => fact.Nanos)
        );

    private static string Line(IReadOnlyList<string> keys, params long[] figures) =>
        $"{string.Join('|', keys)}: {string.Join(' ', figures)}";

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private void AddWork(
        Generation generation,
        List<Attempt> attempts,
        List<(Guid Id, string Provider, string Model)> images
    )
    {
        foreach (var attempt in attempts)
        {
            var success = attempt.State == "succeeded" && generation.State != "failed";
            _facts.Add(Fact.Of(generation, attempt.Lane, attempt.Link) with { Success = success });
        }

        foreach (var (_, provider, model) in images)
        {
            var fact = Fact.Of(generation, provider, 0);
            _facts.Add(fact with { Model = model, Success = true, Pictures = 1 });
        }

        if (generation.State == "failed" && attempts.Count == 0)
        {
            using var plan = JsonDocument.Parse(generation.Plan);
            var head = plan.RootElement.GetProperty("chain")[0];
            _facts.Add(Fact.Of(generation, head.GetProperty("provider").GetString()!, 0));
        }
    }

    private sealed record Generation(
        Guid Id,
        string Account,
        string? Key,
        string Operation,
        string State,
        string Plan,
        DateTimeOffset CreatedAt,
        bool Ended
    );

    private sealed record Attempt(Guid Id, Guid GenerationId, string Lane, int Link, string State);

    private sealed record Entry(Guid AttemptId, string Kind, long Nanos, DateTimeOffset CreatedAt);

    private sealed record Fact(Generation Generation, string Provider, string Model, DateOnly Day)
    {
        public bool Success { get; init; }

        public int Pictures { get; init; }

        // Of the book; null for work.
        public string? Kind { get; init; }

        public long Nanos { get; init; }

        public static Fact Of(Generation generation, string provider, int link)
        {
            using var plan = JsonDocument.Parse(generation.Plan);
            var model = plan.RootElement.GetProperty("chain")[link].GetProperty("model").GetString()!;
            return new Fact(generation, provider, model, DayOf(generation.CreatedAt));
        }

        public string? Key(CostGroup group) =>
            group switch
            {
                CostGroup.Provider => Provider,
                CostGroup.Model => Model,
                CostGroup.Account => Generation.Account,
                CostGroup.Key => Generation.Key,
                CostGroup.Day => Day.ToString("O", CultureInfo.InvariantCulture),
                _ => Generation.Operation,
            };
    }
}
