using System.Runtime.CompilerServices;
using Atelier.Data.Budgets;
using Dapper;
using Npgsql;

namespace Atelier.Data.Reports;

/// <summary>What calls cost and came to, from the operator's book (requirements A-46 and B-60).</summary>
public sealed class CostReportStore(NpgsqlDataSource database)
{
    /// <summary>First the total, then each group; read as they come, for there may be many.</summary>
    public async IAsyncEnumerable<CostRow> ReadAsync(
        CostQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = database.CreateCommand(CostReportSql.For(query.Groups));
        command.Parameters.Add(new() { Value = query.From });
        command.Parameters.Add(new() { Value = query.To });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var total = true;
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Row(reader, query.Groups.Count, total);
            total = false;
        }
    }

    /// <summary>Today, UTC, and the first day of its month.</summary>
    public async Task<(DateOnly Today, DateOnly MonthStart)> TodayAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"SELECT (atelier.now() AT TIME ZONE 'UTC')::date, {BudgetSql.ThisMonth}"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetFieldValue<DateOnly>(0), reader.GetFieldValue<DateOnly>(1));
    }

    /// <summary>What a forecast goes by.</summary>
    public async Task<SpendPace> PaceAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<SpendPace>(
            new CommandDefinition(SpendPace.Sql, cancellationToken: cancellationToken)
        );
    }

    private static CostRow Row(NpgsqlDataReader reader, int keys, bool total) =>
        new(
            total
                ? []
                : [.. Enumerable.Range(0, keys).Select(key => reader.IsDBNull(key) ? null : reader.GetString(key))],
            reader.GetInt64(keys),
            reader.GetInt64(keys + 1),
            reader.GetInt64(keys + 2),
            reader.GetInt64(keys + 3),
            reader.GetInt64(keys + 4),
            reader.GetInt64(keys + 5),
            reader.GetInt64(keys + 6)
        );
}
