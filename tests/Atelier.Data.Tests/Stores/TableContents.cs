using Atelier.TestKit.Houses;
using Dapper;

namespace Atelier.Data.Tests.Stores;

/// <summary>What every table of the schema holds, to show that a refusal wrote nothing.</summary>
internal static class TableContents
{
    /// <summary>By table: number of rows and a hash over all of them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(TestHouse house)
    {
        await using var connection = await house.Data.OpenConnectionAsync();
        var tables = await connection.QueryAsync<string>(
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'atelier'"
        );
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            contents[table] = await connection.QuerySingleAsync<string>(
                $"SELECT count(*) || ' ' || coalesce(md5(string_agg(row::text, '' ORDER BY row::text)), '') FROM {table} row"
            );
        }

        return contents;
    }
}
